import { describe, expect, it } from 'vitest';
import { isRelative, parseTime } from './timeExpression';

const NOW = 1_764_000_000_000;

describe('parseTime', () => {
  it.each([
    ['now', NOW],
    ['now-15m', NOW - 900_000],
    ['now-15min', NOW - 900_000],
    ['now - 1h', NOW - 3_600_000],
    ['now+30s', NOW + 30_000],
    ['now-7d', NOW - 604_800_000],
    ['1764000000123', 1_764_000_000_123],
    ['1764000000', 1_764_000_000_000],
    ['2026-11-23', Date.UTC(2026, 10, 23)],
    ['2026-11-23 14:05', Date.UTC(2026, 10, 23, 14, 5)],
    ['2026-11-23T14:05:09', Date.UTC(2026, 10, 23, 14, 5, 9)],
  ])('reads %s', (text, millis) => {
    expect(parseTime(text, NOW)).toBe(millis);
  });

  it.each(['', 'yesterday', 'now-', 'now-1y', '12', '2026-02-31', '2026-11-23 14'])('rejects "%s"', (text) => {
    expect(parseTime(text, NOW)).toBeUndefined();
  });
});

describe('isRelative', () => {
  it('tells moving moments from fixed ones', () => {
    expect([isRelative('now-1h'), isRelative('now'), isRelative('1764000000123')]).toEqual([true, true, false]);
  });
});
