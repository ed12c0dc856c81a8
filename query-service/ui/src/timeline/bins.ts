import type { Point } from '../api/answers';
import type { TimeRange } from '../time/timeRange';

/** Bars wider than this look coarse on a desktop, more of them are not told apart. */
const MOST_BARS = 150;

// Fifteen seconds is the usual scrape interval; a shorter step would show gaps that are none.
const STEPS_SECONDS = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

export function stepSecondsFor(range: TimeRange): number {
  const wanted = (range.endMillis - range.startMillis) / 1_000 / MOST_BARS;
  return STEPS_SECONDS.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
}

/**
 * The range moved to whole steps. A point holds the sum of `(t - step, t]` and sits at its right edge, so the first one
 * asked for is a step after the start. Whole steps keep the bars in place from one refresh to the next.
 */
export function alignedRange(range: TimeRange, stepSeconds: number): TimeRange {
  const step = stepSeconds * 1_000;
  const startMillis = Math.floor(range.startMillis / step) * step + step;
  return { startMillis, endMillis: Math.max(startMillis + step, Math.ceil(range.endMillis / step) * step) };
}

/** One bar of the chart: what was measured in `[startMillis, endMillis)`. */
export interface Bar {
  readonly startMillis: number;
  readonly endMillis: number;
  readonly value: number;
}

export function toBars(points: readonly Point[], stepSeconds: number): Bar[] {
  return points
    .map(({ timestampMillis, value }) => ({ startMillis: timestampMillis - stepSeconds * 1_000, endMillis: timestampMillis, value }))
    .sort((a, b) => a.startMillis - b.startMillis);
}

export function barAt(bars: readonly Bar[], millis: number): Bar | undefined {
  return bars.find((bar) => bar.startMillis <= millis && millis < bar.endMillis);
}
