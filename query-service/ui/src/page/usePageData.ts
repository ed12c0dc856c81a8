import { useEffect, useMemo } from 'react';
import type { Offer } from '../api/answers';
import { Queries, type Selection } from '../api/queries';
import { useQuery, type QueryState } from '../api/useQuery';
import { arrange } from '../flame/arrange';
import { ROOT, totalOf, type FlameTree } from '../flame/tree';
import { selectorOf } from '../selector/matcher';
import { pick } from '../state/autoPick';
import type { PageState } from '../state/pageState';
import { useClock } from '../state/useClock';
import type { Navigate } from '../state/usePageState';
import { alignedRange, stepSecondsFor } from '../timeline/bins';
import { resolveRange, type TimeRange } from '../time/timeRange';

/** A service that stopped long ago should not be the first thing to see, so recent ones are asked for first. */
const RECENT_MILLIS = 15 * 60_000;
/** How far before an empty range the last profile is looked for; servers bound the length of a query to a day. */
const LOOK_BACK_MILLIS = 24 * 3_600_000;
const LOOK_BACK_STEP_SECONDS = 300;

/** All requests of the page, derived from its state. */
export function usePageData(state: PageState, navigate: Navigate) {
  const tenant = state.tenant ?? '';
  const queries = useMemo(() => new Queries(tenant), [tenant]);
  const clock = useClock(`${state.range.from} ${state.range.until}`);
  const range = useMemo(() => resolveRange(state.range, clock.nowMillis), [state.range.from, state.range.until, clock.nowMillis]);
  const key = (...parts: readonly unknown[]) => JSON.stringify([tenant, ...parts]);

  const offers = useQuery(key('offers', range), (signal) => queries.offers(range, signal));
  const picking = useAutoPick(state, navigate, queries, offers, clock.nowMillis, tenant);

  const chosen = state.service !== '' && state.profileTypeId !== '';
  const selector = selectorOf(state.service, state.matchers);
  const selection: Selection = { profileTypeId: state.profileTypeId, selector, range };
  const selectionKey = chosen ? key(state.profileTypeId, selector, range) : '';
  const scope = key(state.service, state.profileTypeId);
  const flame = useQuery(selectionKey, (signal) => queries.flameGraph(selection, signal), scope);
  const tree = useMemo(() => (flame.value === undefined ? undefined : arrange(flame.value, state.order)), [flame.value, state.order]);

  const stepSeconds = stepSecondsFor(range);
  // Bars of another step would be drawn too wide or too narrow, so the step belongs to the scope.
  const timeline = useQuery(
    selectionKey,
    (signal) => queries.timeline({ ...selection, range: alignedRange(range, stepSeconds) }, stepSeconds, signal),
    `${scope} ${stepSeconds}`,
  );

  const empty = tree !== undefined && !flame.loading && isEmpty(tree);
  const lastMillis = useLastData(queries, selection, range, empty ? key('last', selectionKey) : '');
  return {
    queries, tenant, clock, range, offers, chosen, selector, flame, tree, empty, lastMillis, timeline, stepSeconds,
    loading: picking || offers.loading || flame.loading || timeline.loading,
    sampledOneIn: Math.max(flame.sampledOneIn, timeline.sampledOneIn),
    partialReasons: [...new Set([flame.partialReason, timeline.partialReason, offers.partialReason])].filter((reason) => reason !== ''),
  };
}

export type PageData = ReturnType<typeof usePageData>;

function isEmpty(tree: FlameTree): boolean {
  return tree.nodeCount <= ROOT + 1 || totalOf(tree) === 0;
}

/** Fills what the URL leaves open; answers whether that is still going on. */
function useAutoPick(
  state: PageState,
  navigate: Navigate,
  queries: Queries,
  offers: QueryState<Offer[]>,
  nowMillis: number,
  tenant: string,
): boolean {
  const open = state.service === '' || state.profileTypeId === '';
  const recent: TimeRange = { startMillis: nowMillis - RECENT_MILLIS, endMillis: nowMillis };
  const recentOffers = useQuery(open ? JSON.stringify(['recent', tenant, recent]) : '', (signal) => queries.offers(recent, signal));
  const waiting = open && (recentOffers.loading || offers.loading);
  const from = (list: readonly Offer[] | undefined) => pick(list ?? [], state.service, state.profileTypeId);
  // An error of the recent list counts as none: the list of the whole range decides and shows its own error.
  const found = open && !waiting ? (from(recentOffers.value) ?? from(offers.value)) : undefined;
  useEffect(() => {
    if (found !== undefined) {
      navigate(found, 'replace');
    }
  }, [found?.service, found?.profileTypeId, navigate]);
  return waiting || found !== undefined;
}

/** When the last profile before the end of an empty range came, or `undefined`. */
function useLastData(queries: Queries, selection: Selection, range: TimeRange, key: string): number | undefined {
  const lookBack = { startMillis: range.endMillis - LOOK_BACK_MILLIS, endMillis: range.endMillis };
  const points = useQuery(key, (signal) => queries.timeline({ ...selection, range: lookBack }, LOOK_BACK_STEP_SECONDS, signal));
  const times = (points.value ?? []).filter((point) => point.value > 0).map((point) => point.timestampMillis);
  return times.length === 0 ? undefined : Math.max(...times);
}
