import { describe, expect, it } from 'vitest';
import { nextSort, sortRows } from './sortRows';

const ROWS = [
  { name: 'b', self: 1, total: 9 },
  { name: 'a', self: 1, total: 5 },
  { name: 'c', self: 4, total: 5 },
];

describe('sortRows', () => {
  it('orders by value and then by name', () => {
    const names = (column: 'self' | 'total' | 'name', descending: boolean) =>
      sortRows(ROWS, { column, descending }, undefined).map((row) => row.name).join('');

    expect([names('self', true), names('total', true), names('total', false), names('name', true)]).toEqual(['cab', 'bac', 'acb', 'cba']);
  });

  it('keeps what the search finds', () => {
    expect(sortRows(ROWS, { column: 'name', descending: false }, (name) => name !== 'b').map((row) => row.name)).toEqual(['a', 'c']);
  });
});

describe('nextSort', () => {
  it('starts values at the top and names at A, and turns on a second press', () => {
    expect(nextSort({ column: 'self', descending: true }, 'total')).toEqual({ column: 'total', descending: true });
    expect(nextSort({ column: 'self', descending: true }, 'name')).toEqual({ column: 'name', descending: false });
    expect(nextSort({ column: 'self', descending: true }, 'self')).toEqual({ column: 'self', descending: false });
  });
});
