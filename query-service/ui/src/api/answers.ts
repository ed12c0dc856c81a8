import type { WireFlameGraph } from '../flame/decode';
import { asArray, asNumber, asObject, asText } from './json';

export interface Point {
  readonly timestampMillis: number;
  readonly value: number;
}

/** A service and one of its profile types. */
export interface Offer {
  readonly service: string;
  readonly profileTypeId: string;
}

export function readNames(body: unknown): string[] {
  return asArray(asObject(body, 'answer').names, 'names').map((name) => asText(name, 'names[]'));
}

export function readOffers(body: unknown): Offer[] {
  return asArray(asObject(body, 'answer').labelsSet, 'labelsSet').map((set) => {
    const labels = new Map<string, string>();
    for (const label of asArray(asObject(set, 'labelsSet[]').labels, 'labels')) {
      const { name, value } = asObject(label, 'labels[]');
      labels.set(asText(name, 'name'), asText(value, 'value'));
    }
    return { service: labels.get('service_name') ?? '', profileTypeId: labels.get('__profile_type__') ?? '' };
  });
}

/** The points of all series; without grouping there is at most one. */
export function readPoints(body: unknown): Point[] {
  return asArray(asObject(body, 'answer').series, 'series').flatMap((series) =>
    asArray(asObject(series, 'series[]').points, 'points').map((point) => {
      const { timestamp, value } = asObject(point, 'points[]');
      return { timestampMillis: asNumber(timestamp, 'timestamp'), value: asNumber(value, 'value') };
    }),
  );
}

export function readFlameGraph(body: unknown): WireFlameGraph {
  const flamegraph = asObject(asObject(body, 'answer').flamegraph, 'flamegraph');
  return {
    names: asArray(flamegraph.names, 'names').map((name) => asText(name, 'names[]')),
    levels: asArray(flamegraph.levels, 'levels').map((level) =>
      asArray(asObject(level, 'levels[]').values, 'values').map((value) => asNumber(value, 'values[]')),
    ),
  };
}
