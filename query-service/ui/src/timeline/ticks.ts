import { formatClock, formatDay } from '../format/moment';
import type { Unit } from '../format/units';
import type { TimeRange } from '../time/timeRange';

const TIME_STEPS_SECONDS = [
  5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
];

export interface TimeTick {
  readonly millis: number;
  readonly label: string;
}

/** Round moments of the local clock within the range, at most `most` of them. */
export function timeTicks(range: TimeRange, most: number, offsetMinutes = new Date(range.startMillis).getTimezoneOffset()): TimeTick[] {
  const seconds = (range.endMillis - range.startMillis) / 1_000;
  const stepSeconds = TIME_STEPS_SECONDS.find((step) => seconds / step <= most) ?? seconds / Math.max(1, most);
  const step = stepSeconds * 1_000;
  const offset = offsetMinutes * 60_000;
  const ticks: TimeTick[] = [];
  for (let millis = Math.ceil((range.startMillis - offset) / step) * step + offset; millis <= range.endMillis; millis += step) {
    const midnight = (millis - offset) % 86_400_000 === 0;
    ticks.push({ millis, label: midnight || stepSeconds >= 86_400 ? formatDay(millis) : formatClock(millis, stepSeconds < 60) });
  }
  return ticks;
}

/** Round values from zero to just above the highest; bytes step in powers of two, so that labels stay whole. */
export function valueTicks(highest: number, unit: Unit, most: number): number[] {
  if (highest <= 0) {
    return [0];
  }
  const step = unit === 'bytes' ? roundBytes(highest / most) : roundDecimal(highest / most);
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function roundDecimal(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function roundBytes(least: number): number {
  const unit = 1024 ** Math.max(0, Math.floor(Math.log2(least) / 10));
  return roundDecimal(least / unit) * unit;
}
