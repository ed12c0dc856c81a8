import { describe, expect, it } from 'vitest';
import { alignedRange, barAt, stepSecondsFor, toBars } from './bins';
import { timeTicks, valueTicks } from './ticks';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 23, 12);

describe('steps', () => {
  it.each([[5 * 60_000, 15], [HOUR, 30], [6 * HOUR, 300], [24 * HOUR, 600], [168 * HOUR, 7_200], [30 * 24 * HOUR, 43_200]])(
    '%d ms ask for %d s',
    (span, step) => {
      expect(stepSecondsFor({ startMillis: NOON - span, endMillis: NOON })).toBe(step);
    },
  );

  it('are aligned so that bars stay in place', () => {
    expect(alignedRange({ startMillis: 100_001, endMillis: 170_000 }, 30)).toEqual({ startMillis: 120_000, endMillis: 180_000 });
  });

  it('turn points, which sit at their right edge, into bars', () => {
    const bars = toBars([{ timestampMillis: 60_000, value: 2 }, { timestampMillis: 30_000, value: 1 }], 30);

    expect(bars.map((bar) => [bar.startMillis, bar.endMillis, bar.value])).toEqual([[0, 30_000, 1], [30_000, 60_000, 2]]);
    expect([barAt(bars, 29_999)?.value, barAt(bars, 30_000)?.value, barAt(bars, 60_000)]).toEqual([1, 2, undefined]);
  });
});

describe('ticks', () => {
  it('are round moments of the local clock', () => {
    const range = { startMillis: NOON - HOUR + 1, endMillis: NOON };

    expect(timeTicks(range, 6).map((tick) => tick.label)).toEqual(['11:10', '11:20', '11:30', '11:40', '11:50', '12:00']);
  });

  it('name the day at midnight', () => {
    const range = { startMillis: NOON - 36 * HOUR, endMillis: NOON };

    expect(timeTicks(range, 4).map((tick) => tick.label)).toEqual(['Nov 22', '12:00', 'Nov 23', '12:00']);
  });

  it('are round values, in powers of two for bytes', () => {
    expect(valueTicks(3.2, 'count', 3)).toEqual([0, 2, 4]);
    expect(valueTicks(0.9, 'count', 3)).toEqual([0, 0.5, 1]);
    expect(valueTicks(700 * 2 ** 20, 'bytes', 3).map((value) => value / 2 ** 20)).toEqual([0, 250, 500, 750]);
    expect(valueTicks(0, 'count', 3)).toEqual([0]);
  });
});
