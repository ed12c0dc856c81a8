import { describe, expect, it } from 'vitest';
import { compareProfileTypes, parseProfileType, profileTypeTitle, timelineMeasure } from './profileType';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';

describe('profileTypeTitle', () => {
  it('knows the common types and words the others', () => {
    expect(profileTypeTitle(CPU)).toBe('CPU time');
    expect(profileTypeTitle('memory:alloc_in_new_tlab_bytes:bytes:space:bytes')).toBe('Allocated bytes (in new TLAB)');
    expect(profileTypeTitle('gpu:kernel_time:nanoseconds::')).toBe('Gpu kernel time');
    expect(profileTypeTitle('nonsense')).toBe('Nonsense');
  });
});

describe('timelineMeasure', () => {
  it('reads processor nanoseconds as cores', () => {
    const measure = timelineMeasure(parseProfileType(CPU));

    expect(45e9 * measure.factor(30)).toBeCloseTo(1.5);
    expect(measure.suffix).toBe(' cores');
  });

  it('leaves levels as they are', () => {
    const measure = timelineMeasure(parseProfileType('memory:inuse_space:bytes:space:bytes'));

    expect(measure.factor(30)).toBe(1);
    expect(measure.unit).toBe('bytes');
  });
});

describe('compareProfileTypes', () => {
  it('puts processor time first', () => {
    const ids = ['mutex:delay:nanoseconds::', 'process_cpu:samples:count::', CPU];

    expect([...ids].sort(compareProfileTypes)[0]).toBe(CPU);
  });
});
