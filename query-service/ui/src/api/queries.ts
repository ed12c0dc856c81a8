import { decodeFlameGraph } from '../flame/decode';
import type { FlameTree } from '../flame/tree';
import type { TimeRange } from '../time/timeRange';
import { readFlameGraph, readNames, readOffers, readPoints, type Offer, type Point } from './answers';
import { call, type Answer } from './client';

/** The default limit of the server; more nodes than this are narrower than a pixel on most screens. */
const MAX_NODES = 8192;

/** What one flame graph or timeline is about. */
export interface Selection {
  readonly profileTypeId: string;
  readonly selector: string;
  readonly range: TimeRange;
}

const times = (range: TimeRange) => ({ start: range.startMillis, end: range.endMillis });

/** The requests of the page, one method each, all for the same tenant. */
export class Queries {
  constructor(private readonly tenant: string) {}

  offers(range: TimeRange, signal: AbortSignal): Promise<Answer<Offer[]>> {
    const request = { matchers: [], labelNames: ['service_name', '__profile_type__'], ...times(range) };
    return call('Series', request, readOffers, this.tenant, signal);
  }

  labelNames(selector: string, range: TimeRange, signal: AbortSignal): Promise<Answer<string[]>> {
    return call('LabelNames', { matchers: [selector], ...times(range) }, readNames, this.tenant, signal);
  }

  labelValues(name: string, selector: string, range: TimeRange, signal: AbortSignal): Promise<Answer<string[]>> {
    return call('LabelValues', { name, matchers: [selector], ...times(range) }, readNames, this.tenant, signal);
  }

  timeline(selection: Selection, stepSeconds: number, signal: AbortSignal): Promise<Answer<Point[]>> {
    const request = { ...this.selected(selection), groupBy: [], step: stepSeconds };
    return call('SelectSeries', request, readPoints, this.tenant, signal);
  }

  flameGraph(selection: Selection, signal: AbortSignal): Promise<Answer<FlameTree>> {
    const request = { ...this.selected(selection), maxNodes: MAX_NODES };
    const read = (body: unknown) => decodeFlameGraph(readFlameGraph(body));
    return call('SelectMergeStacktraces', request, read, this.tenant, signal);
  }

  private selected({ profileTypeId, selector, range }: Selection) {
    return { profileTypeID: profileTypeId, labelSelector: selector, ...times(range) };
  }
}
