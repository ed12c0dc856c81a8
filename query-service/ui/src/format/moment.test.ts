import { describe, expect, it } from 'vitest';
import { describeRange, formatMoment, formatSpan } from './moment';

const NOON = Date.UTC(2026, 10, 23, 12);
const RANGE = { startMillis: NOON - 3_600_000, endMillis: NOON };

describe('describeRange', () => {
  it.each([
    ['now-15m', 'now', 'Last 15 minutes'],
    ['now-2h', 'now', 'Last 2h'],
    ['now-2h', 'now-1h', 'now-2h to now-1h'],
    [String(RANGE.startMillis), String(NOON), '2026-11-23 11:00:00 – 12:00:00'],
  ])('names %s to %s', (from, until, text) => {
    expect(describeRange({ from, until }, RANGE)).toBe(text);
  });

  it('repeats the date when the range spans days', () => {
    const range = { startMillis: NOON - 86_400_000, endMillis: NOON };

    expect(describeRange({ from: String(range.startMillis), until: String(NOON) }, range)).toBe(
      '2026-11-22 12:00:00 – 2026-11-23 12:00:00',
    );
  });
});

describe('moments and spans', () => {
  it('read as people write them', () => {
    expect(formatMoment(NOON + 9_000)).toBe('2026-11-23 12:00:09');
    expect([30_000, 90_000, 7_200_000, 86_400_000].map(formatSpan)).toEqual(['30 s', '1.5 min', '2 h', '1 d']);
  });
});
