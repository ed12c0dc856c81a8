import type { TimeRange } from '../time/timeRange';
import { QUICK_RANGES, type RangeExpression } from '../time/timeRange';
import { isRelative } from '../time/timeExpression';

const pad = (number: number) => String(number).padStart(2, '0');

/** `2026-11-23 14:05:09` in the reader's own time zone; the custom range fields accept the same form. */
export function formatMoment(millis: number): string {
  const date = new Date(millis);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${formatClock(millis, true)}`;
}

export function formatClock(millis: number, withSeconds: boolean): string {
  const date = new Date(millis);
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  return withSeconds ? `${clock}:${pad(date.getSeconds())}` : clock;
}

/** `Nov 23`, for axes that span days. */
export function formatDay(millis: number): string {
  return new Date(millis).toLocaleDateString('en-US', { month: 'short', day: 'numeric' });
}

/** The text of the range button: the name of a quick range, or both ends. */
export function describeRange(expression: RangeExpression, range: TimeRange): string {
  const quick = QUICK_RANGES.find((item) => item.from === expression.from && item.until === expression.until);
  if (quick !== undefined) {
    return quick.label;
  }
  if (isRelative(expression.from) && expression.until === 'now') {
    return `Last ${expression.from.replace(/^now-/, '')}`;
  }
  if (isRelative(expression.from) && isRelative(expression.until)) {
    return `${expression.from} to ${expression.until}`;
  }
  const start = formatMoment(range.startMillis);
  const end = formatMoment(range.endMillis);
  // Within one day, repeating the date would only push the clock out of sight.
  return start.slice(0, 10) === end.slice(0, 10) ? `${start} – ${end.slice(11)}` : `${start} – ${end}`;
}

/** `3 min`, `2 h`, for sentences such as "the last profile came 3 min before". */
export function formatSpan(millis: number): string {
  const steps: [number, string][] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1_000, 's']];
  const [size, suffix] = steps.find(([factor]) => millis >= factor) ?? [1_000, 's'];
  return `${Math.round((millis / size) * 10) / 10} ${suffix}`;
}
