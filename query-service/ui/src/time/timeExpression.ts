/**
 * A moment as the URL writes it: `now`, `now-1h`, unix milliseconds or seconds, or a local date such as
 * `2026-11-23 14:05`. Relative forms stay relative, so a shared link keeps following the clock.
 */
export type TimeExpression = string;

const UNIT_MILLIS: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const RELATIVE = /^now(?:\s*([+-])\s*(\d+)\s*(s|m|min|h|d|w))?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** Answers unix milliseconds, or `undefined` where the text is no moment. */
export function parseTime(expression: TimeExpression, nowMillis: number): number | undefined {
  const text = expression.trim();
  return parseRelative(text, nowMillis) ?? parseEpoch(text) ?? parseDate(text);
}

export function isRelative(expression: TimeExpression): boolean {
  return RELATIVE.test(expression.trim());
}

function parseRelative(text: string, nowMillis: number): number | undefined {
  const match = RELATIVE.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, sign, amount, unit] = match;
  if (sign === undefined || amount === undefined || unit === undefined) {
    return nowMillis;
  }
  const distance = Number(amount) * (UNIT_MILLIS[unit] ?? 0);
  return sign === '-' ? nowMillis - distance : nowMillis + distance;
}

function parseEpoch(text: string): number | undefined {
  if (/^\d{13}$/.test(text)) {
    return Number(text);
  }
  return /^\d{9,10}$/.test(text) ? Number(text) * 1_000 : undefined;
}

function parseDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number, number, number, number, number, number,
  ];
  const date = new Date(year, month - 1, day, hour, minute, second);
  // The Date constructor rolls 31 February over into March; such a date is a typing error.
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : undefined;
}
