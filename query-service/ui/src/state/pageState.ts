import type { Order } from '../flame/arrange';
import { readMatcher, writeMatcher, type Matcher } from '../selector/matcher';
import { DEFAULT_RANGE, type RangeExpression } from '../time/timeRange';

export const VIEWS = ['flame', 'both', 'table'] as const;
export type View = (typeof VIEWS)[number];

export const SORT_COLUMNS = ['name', 'self', 'total'] as const;
export interface Sort {
  readonly column: (typeof SORT_COLUMNS)[number];
  readonly descending: boolean;
}

/** All that decides what the page shows; it lives in the query string, so every view is a link. */
export interface PageState {
  readonly service: string;
  readonly profileTypeId: string;
  readonly matchers: readonly Matcher[];
  readonly range: RangeExpression;
  readonly search: string;
  /** The function singled out in the table, or empty. */
  readonly functionName: string;
  /** See `nodeId`; empty when not zoomed. */
  readonly zoom: string;
  readonly view: View;
  readonly sort: Sort;
  readonly order: Order;
  /** `undefined` hides the tenant field: most installations have one tenant. */
  readonly tenant: string | undefined;
}

export const DEFAULT_STATE: PageState = {
  service: '',
  profileTypeId: '',
  matchers: [],
  range: DEFAULT_RANGE,
  search: '',
  functionName: '',
  zoom: '',
  view: 'flame',
  sort: { column: 'self', descending: true },
  order: 'weight',
  tenant: undefined,
};

/** Writes the state as a query string without `?`; what equals the default is left out. */
export function writePageState(state: PageState): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string, absent: string) => {
    if (value !== absent) {
      query.append(name, value);
    }
  };
  put('service', state.service, '');
  put('type', state.profileTypeId, '');
  state.matchers.forEach((matcher) => query.append('match', writeMatcher(matcher)));
  put('from', state.range.from, DEFAULT_RANGE.from);
  put('until', state.range.until, DEFAULT_RANGE.until);
  put('search', state.search, '');
  put('function', state.functionName, '');
  put('zoom', state.zoom, '');
  put('view', state.view, DEFAULT_STATE.view);
  put('sort', writeSort(state.sort), writeSort(DEFAULT_STATE.sort));
  put('order', state.order, DEFAULT_STATE.order);
  if (state.tenant !== undefined) {
    query.append('tenant', state.tenant);
  }
  return query.toString();
}

/** Reads a query string; an unreadable part counts as absent, since an old or edited link should still open. */
export function readPageState(queryString: string): PageState {
  const query = new URLSearchParams(queryString);
  const text = (name: string, absent: string) => query.get(name) ?? absent;
  return {
    service: text('service', ''),
    profileTypeId: text('type', ''),
    matchers: query.getAll('match').flatMap((match) => readMatcher(match) ?? []),
    range: { from: text('from', DEFAULT_RANGE.from), until: text('until', DEFAULT_RANGE.until) },
    search: text('search', ''),
    functionName: text('function', ''),
    zoom: text('zoom', ''),
    view: VIEWS.find((view) => view === query.get('view')) ?? DEFAULT_STATE.view,
    sort: readSort(text('sort', '')),
    order: query.get('order') === 'name' ? 'name' : 'weight',
    tenant: query.get('tenant') ?? undefined,
  };
}

function writeSort(sort: Sort): string {
  return (sort.descending ? '-' : '') + sort.column;
}

function readSort(text: string): Sort {
  const column = SORT_COLUMNS.find((candidate) => candidate === text.replace(/^-/, ''));
  return column === undefined ? DEFAULT_STATE.sort : { column, descending: text.startsWith('-') };
}
