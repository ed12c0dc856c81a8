import { describe, expect, it } from 'vitest';
import { pick, servicesOf } from './autoPick';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const HEAP = 'memory:inuse_space:bytes:space:bytes';
const OFFERS = [
  { service: 'b', profileTypeId: HEAP },
  { service: 'c', profileTypeId: HEAP },
  { service: 'c', profileTypeId: CPU },
];

describe('pick', () => {
  it('prefers a service with processor time', () => {
    expect(pick(OFFERS, '', '')).toEqual({ service: 'c', profileTypeId: CPU });
  });

  it('keeps what the URL names', () => {
    expect(pick(OFFERS, 'b', '')).toEqual({ service: 'b', profileTypeId: HEAP });
    expect(pick(OFFERS, 'c', HEAP)).toEqual({ service: 'c', profileTypeId: HEAP });
    expect(pick(OFFERS, 'gone', CPU)).toEqual({ service: 'gone', profileTypeId: CPU });
  });

  it('picks nothing where nothing is', () => {
    expect(pick([], '', '')).toBeUndefined();
    expect(pick(OFFERS, 'gone', '')).toBeUndefined();
  });

  it('lists each service once', () => {
    expect(servicesOf(OFFERS)).toEqual(['b', 'c']);
  });
});
