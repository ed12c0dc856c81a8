import { describe, expect, it } from 'vitest';
import { readFlameGraph, readNames, readOffers, readPoints } from './answers';

describe('answers', () => {
  it('read 64-bit integers as strings or numbers', () => {
    const body = { flamegraph: { names: ['total'], levels: [{ values: ['0', 12, '0', 0] }], total: '12' } };

    expect(readFlameGraph(body)).toEqual({ names: ['total'], levels: [[0, 12, 0, 0]] });
  });

  it('take a missing field as empty', () => {
    expect([readNames({}), readOffers({}), readPoints({}), readFlameGraph({}).levels]).toEqual([[], [], [], []]);
    expect(readPoints({ series: [{ points: [{ timestamp: '5' }] }] })).toEqual([{ timestampMillis: 5, value: 0 }]);
  });

  it('find service and profile type among the labels', () => {
    const labels = [{ name: '__profile_type__', value: 'a:b:c:d:e' }, { name: 'service_name', value: 'cart' }];

    expect(readOffers({ labelsSet: [{ labels }] })).toEqual([{ service: 'cart', profileTypeId: 'a:b:c:d:e' }]);
  });

  it('reject what is not in the place it belongs', () => {
    expect(() => readNames({ names: 'x' })).toThrow('names: expected an array, found string');
    expect(() => readFlameGraph({ flamegraph: { levels: [{ values: ['x'] }] } })).toThrow('expected a number, found "x"');
  });
});
