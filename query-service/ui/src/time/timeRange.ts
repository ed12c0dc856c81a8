import { isRelative, parseTime, type TimeExpression } from './timeExpression';

/** What the user asked for, as the URL writes it. */
export interface RangeExpression {
  readonly from: TimeExpression;
  readonly until: TimeExpression;
}

/** What is queried: wall-clock milliseconds, start before end. */
export interface TimeRange {
  readonly startMillis: number;
  readonly endMillis: number;
}

export interface QuickRange extends RangeExpression {
  readonly label: string;
  readonly short: string;
}

export const DEFAULT_RANGE: RangeExpression = { from: 'now-1h', until: 'now' };

export const QUICK_RANGES: readonly QuickRange[] = [
  { label: 'Last 5 minutes', short: '5m', from: 'now-5m', until: 'now' },
  { label: 'Last 15 minutes', short: '15m', from: 'now-15m', until: 'now' },
  { label: 'Last 1 hour', short: '1h', from: 'now-1h', until: 'now' },
  { label: 'Last 6 hours', short: '6h', from: 'now-6h', until: 'now' },
  { label: 'Last 24 hours', short: '24h', from: 'now-24h', until: 'now' },
  { label: 'Last 7 days', short: '7d', from: 'now-7d', until: 'now' },
];

// The shortest range a drag may select; below it not even one profile of a 15 s scrape would remain.
const SHORTEST_MILLIS = 15_000;

/** Fixes the moments; a text that is no moment, or a reversed range, falls back to the last hour. */
export function resolveRange(expression: RangeExpression, nowMillis: number): TimeRange {
  const startMillis = parseTime(expression.from, nowMillis);
  const endMillis = parseTime(expression.until, nowMillis);
  if (startMillis === undefined || endMillis === undefined || startMillis >= endMillis) {
    return { startMillis: nowMillis - 3_600_000, endMillis: nowMillis };
  }
  return { startMillis, endMillis };
}

/** The expression of a range twice as long; one that follows the clock goes on doing so. */
export function zoomOutExpression(expression: RangeExpression, range: TimeRange, nowMillis: number): RangeExpression {
  if (expression.until !== 'now' || !isRelative(expression.from)) {
    return toExpression(zoomOut(range, nowMillis));
  }
  const seconds = Math.round((2 * (range.endMillis - range.startMillis)) / 1_000);
  const [size, unit] = ([[86_400, 'd'], [3_600, 'h'], [60, 'm']] as const).find(([factor]) => seconds % factor === 0) ?? [1, 's'];
  return { from: `now-${seconds / size}${unit}`, until: 'now' };
}

/** Twice as long around the same middle, moved back where it would reach into the future. */
export function zoomOut(range: TimeRange, nowMillis: number): TimeRange {
  const span = range.endMillis - range.startMillis;
  const endMillis = Math.min(range.endMillis + span / 2, Math.max(nowMillis, range.endMillis));
  return { startMillis: Math.round(endMillis - 2 * span), endMillis: Math.round(endMillis) };
}

/** Orders two moments into a range that is not too short to hold a profile. */
export function rangeBetween(aMillis: number, bMillis: number): TimeRange {
  const startMillis = Math.round(Math.min(aMillis, bMillis));
  return { startMillis, endMillis: Math.max(Math.round(Math.max(aMillis, bMillis)), startMillis + SHORTEST_MILLIS) };
}

export function toExpression(range: TimeRange): RangeExpression {
  return { from: String(range.startMillis), until: String(range.endMillis) };
}
