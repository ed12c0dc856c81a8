import { describe, expect, it } from 'vitest';
import { formatShare, formatValue, unitOf } from './units';

describe('formatValue', () => {
  it.each([
    [0, 'nanoseconds', '0 ns'],
    [999, 'nanoseconds', '999 ns'],
    [999_600, 'nanoseconds', '1 ms'],
    [1_500, 'nanoseconds', '1.5 µs'],
    [12_345_678, 'nanoseconds', '12.3 ms'],
    [59.9e9, 'nanoseconds', '59.9 s'],
    [90e9, 'nanoseconds', '1.5 min'],
    [5_400e9, 'nanoseconds', '1.5 h'],
    [864_000e9, 'nanoseconds', '10 d'],
    [1023, 'bytes', '1,023 B'],
    [1024, 'bytes', '1 KiB'],
    [512, 'bytes', '512 B'],
    [1536, 'bytes', '1.5 KiB'],
    [5 * 2 ** 30, 'bytes', '5 GiB'],
    [980_000, 'count', '980 k'],
    [12, 'count', '12'],
    [0.25, 'count', '0.25'],
    [-1_500, 'count', '−1.5 k'],
  ] as const)('writes %d %s as %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});

describe('formatShare', () => {
  it.each([
    [0, 10, '0%'],
    [1, 0, '0%'],
    [1, 3, '33.3%'],
    [1, 40, '2.50%'],
    [1, 1e9, '<0.01%'],
    [10, 10, '100%'],
  ])('writes %d of %d as %s', (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
  });
});

describe('unitOf', () => {
  it('counts whatever is neither time nor memory', () => {
    expect([unitOf('nanoseconds'), unitOf('bytes'), unitOf('objects')]).toEqual(['nanoseconds', 'bytes', 'count']);
  });
});
