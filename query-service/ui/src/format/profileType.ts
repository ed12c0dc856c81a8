import { unitOf, type Unit } from './units';

/** A profile type id taken apart: `name:sample_type:sample_unit:period_type:period_unit`. */
export interface ProfileType {
  readonly id: string;
  readonly name: string;
  readonly sampleType: string;
  readonly unit: Unit;
}

export function parseProfileType(id: string): ProfileType {
  const [name = '', sampleType = '', sampleUnit = ''] = id.split(':');
  return { id, name, sampleType, unit: unitOf(sampleUnit) };
}

const TITLES: Record<string, string> = {
  'process_cpu:cpu': 'CPU time',
  'process_cpu:samples': 'CPU samples',
  'wall:wall': 'Wall-clock time',
  'off_cpu:off_cpu': 'Off-CPU time',
  'memory:alloc_in_new_tlab_bytes': 'Allocated bytes (in new TLAB)',
  'memory:alloc_in_new_tlab_objects': 'Allocated objects (in new TLAB)',
  'memory:alloc_outside_tlab_bytes': 'Allocated bytes (outside TLAB)',
  'memory:alloc_outside_tlab_objects': 'Allocated objects (outside TLAB)',
  'memory:alloc_sample_bytes': 'Allocated bytes (sampled)',
  'memory:alloc_sample_objects': 'Allocated objects (sampled)',
  'memory:alloc_space': 'Allocated bytes',
  'memory:alloc_objects': 'Allocated objects',
  'memory:inuse_space': 'Memory in use',
  'memory:inuse_objects': 'Objects in use',
  'memory:live': 'Live objects',
  'malloc:bytes': 'Native allocated bytes',
  'malloc:malloc': 'Native allocations',
  'mutex:contentions': 'Lock contentions',
  'mutex:delay': 'Lock delay',
  'block:contentions': 'Blocking events',
  'block:delay': 'Blocking delay',
  'goroutine:goroutine': 'Goroutines',
  'goroutines:goroutine': 'Goroutines',
  'exceptions:exceptions': 'Exceptions',
};

/** A title a person reads first; an unknown type falls back to its own words. */
export function profileTypeTitle(id: string): string {
  const type = parseProfileType(id);
  const known = TITLES[`${type.name}:${type.sampleType}`];
  if (known !== undefined) {
    return known;
  }
  const words = [type.name, type.sampleType].filter((word, index, all) => word !== '' && all.indexOf(word) === index);
  const sentence = words.join(' ').replaceAll('_', ' ');
  return sentence === '' ? id : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** How the sums of a timeline are shown: as a level, as a rate, or as processors and threads kept busy. */
export interface TimelineMeasure {
  readonly title: string;
  /** Multiplies one step's raw sum. */
  readonly factor: (stepSeconds: number) => number;
  readonly unit: Unit;
  readonly suffix: string;
}

// These types are levels, read afresh with each profile; dividing them by time would say nothing.
const LEVELS = /^(inuse_|live|goroutines?$)/;

export function timelineMeasure(type: ProfileType): TimelineMeasure {
  if (LEVELS.test(type.sampleType)) {
    return { title: 'Sum per step', factor: () => 1, unit: type.unit, suffix: '' };
  }
  if (type.unit === 'nanoseconds') {
    const cpu = type.sampleType === 'cpu';
    const factor = (stepSeconds: number) => 1 / 1e9 / stepSeconds;
    return cpu
      ? { title: 'CPU cores in use', factor, unit: 'count', suffix: ' cores' }
      : { title: 'Threads on average', factor, unit: 'count', suffix: ' threads' };
  }
  return { title: 'Per second', factor: (stepSeconds) => 1 / stepSeconds, unit: type.unit, suffix: '/s' };
}

/** Sorts processor time first, since it is what most people open; the rest follow by title. */
export function compareProfileTypes(a: string, b: string): number {
  const rank = (id: string) => (id.startsWith('process_cpu:cpu:') ? 0 : id.startsWith('process_cpu:') ? 1 : 2);
  return rank(a) - rank(b) || profileTypeTitle(a).localeCompare(profileTypeTitle(b));
}
