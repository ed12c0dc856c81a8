import { describe, expect, it } from 'vitest';
import { rangeBetween, resolveRange, zoomOut, zoomOutExpression } from './timeRange';

const NOW = 1_764_000_000_000;

describe('resolveRange', () => {
  it('fixes a relative range at the given moment', () => {
    expect(resolveRange({ from: 'now-5m', until: 'now' }, NOW)).toEqual({ startMillis: NOW - 300_000, endMillis: NOW });
  });

  it('falls back to the last hour for a reversed range', () => {
    expect(resolveRange({ from: 'now', until: 'now-5m' }, NOW).startMillis).toBe(NOW - 3_600_000);
  });
});

describe('zoomOut', () => {
  it('doubles the span and never reaches into the future', () => {
    const live = { startMillis: NOW - 100, endMillis: NOW };
    const past = { startMillis: NOW - 1_000, endMillis: NOW - 900 };

    expect(zoomOut(live, NOW)).toEqual({ startMillis: NOW - 200, endMillis: NOW });
    expect(zoomOut(past, NOW)).toEqual({ startMillis: NOW - 1_050, endMillis: NOW - 850 });
  });
});

describe('zoomOutExpression', () => {
  const zoomed = (from: string, until: string) => {
    const expression = { from, until };
    return zoomOutExpression(expression, resolveRange(expression, NOW), NOW);
  };

  it('keeps following the clock', () => {
    expect(zoomed('now-1h', 'now')).toEqual({ from: 'now-2h', until: 'now' });
    expect(zoomed('now-90s', 'now')).toEqual({ from: 'now-3m', until: 'now' });
    expect(zoomed('now-25s', 'now')).toEqual({ from: 'now-50s', until: 'now' });
  });

  it('keeps fixed moments fixed', () => {
    expect(zoomed(String(NOW - 60_000), String(NOW))).toEqual({ from: String(NOW - 120_000), until: String(NOW) });
  });
});

describe('rangeBetween', () => {
  it('orders the ends and keeps room for one profile', () => {
    expect(rangeBetween(NOW + 60_000, NOW)).toEqual({ startMillis: NOW, endMillis: NOW + 60_000 });
    expect(rangeBetween(NOW, NOW + 1)).toEqual({ startMillis: NOW, endMillis: NOW + 15_000 });
  });
});
