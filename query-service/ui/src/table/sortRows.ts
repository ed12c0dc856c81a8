import type { FunctionRow } from '../flame/functions';
import type { Sort } from '../state/pageState';

/** The rows whose name passes, in the asked order; equal values are ordered by name, so that rows do not jump. */
export function sortRows(rows: readonly FunctionRow[], sort: Sort, matches: ((name: string) => boolean) | undefined): FunctionRow[] {
  const direction = sort.descending ? -1 : 1;
  const byName = (a: FunctionRow, b: FunctionRow) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const compare = (a: FunctionRow, b: FunctionRow) => {
    const { column } = sort;
    return column === 'name' ? direction * byName(a, b) : direction * (a[column] - b[column]) || byName(a, b);
  };
  return rows.filter((row) => matches === undefined || matches(row.name)).sort(compare);
}

/** A press on a column: turns the order of the current one, else starts where readers want to start. */
export function nextSort(sort: Sort, column: Sort['column']): Sort {
  return sort.column === column ? { column, descending: !sort.descending } : { column, descending: column !== 'name' };
}
