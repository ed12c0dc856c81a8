/** Turns raw profile values, which carry a unit, into short texts. The only place that knows how a unit is written. */
export type Unit = 'nanoseconds' | 'bytes' | 'count';

interface Step {
  readonly factor: number;
  readonly suffix: string;
}

const MINUS = '\u2212';

const SCALES: Record<Unit, readonly Step[]> = {
  nanoseconds: [
    { factor: 86_400e9, suffix: ' d' },
    { factor: 3_600e9, suffix: ' h' },
    { factor: 60e9, suffix: ' min' },
    { factor: 1e9, suffix: ' s' },
    { factor: 1e6, suffix: ' ms' },
    { factor: 1e3, suffix: ' µs' },
    { factor: 1, suffix: ' ns' },
  ],
  bytes: [
    { factor: 2 ** 50, suffix: ' PiB' },
    { factor: 2 ** 40, suffix: ' TiB' },
    { factor: 2 ** 30, suffix: ' GiB' },
    { factor: 2 ** 20, suffix: ' MiB' },
    { factor: 2 ** 10, suffix: ' KiB' },
    { factor: 1, suffix: ' B' },
  ],
  count: [
    { factor: 1e12, suffix: ' T' },
    { factor: 1e9, suffix: ' G' },
    { factor: 1e6, suffix: ' M' },
    { factor: 1e3, suffix: ' k' },
    { factor: 1, suffix: '' },
  ],
};

/** Reads the unit part of a profile type id; whatever is neither time nor memory is counted. */
export function unitOf(sampleUnit: string): Unit {
  switch (sampleUnit) {
    case 'nanoseconds':
    case 'bytes':
      return sampleUnit;
    default:
      return 'count';
  }
}

/** Writes a value with three significant digits, for example `1.25 s`, `12.5 MiB` or `980 k`. */
export function formatValue(value: number, unit: Unit): string {
  if (value < 0) {
    return MINUS + formatValue(-value, unit);
  }
  const scale = SCALES[unit];
  const smallest = scale[scale.length - 1] as Step;
  const step = scale.find((candidate) => roundsToOneOrMore(value / candidate.factor)) ?? smallest;
  return threeDigits(value / step.factor) + step.suffix;
}

/** Writes a plain number with three significant digits and no unit. */
export function threeDigits(value: number): string {
  if (value === 0) {
    return '0';
  }
  const magnitude = Math.abs(value);
  if (magnitude >= 999.5) {
    return Math.round(value).toLocaleString('en-US');
  }
  // Dropping zeros after the point keeps axis labels short: `2 s`, not `2.00 s`.
  return String(Number(value.toPrecision(magnitude < 0.001 ? 1 : 3)));
}

/** Writes `part / whole` as a percentage; a share that is not zero never prints as zero. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part === 0) {
    return '0%';
  }
  const percent = (part / whole) * 100;
  if (percent < 0.01) {
    return '<0.01%';
  }
  return percent >= 99.995 ? '100%' : `${percent.toFixed(percent < 10 ? 2 : 1)}%`;
}

// 999.6 µs must print as `1 ms`, because three digits would round it to `1000 µs`.
function roundsToOneOrMore(ratio: number): boolean {
  return ratio >= 0.9995;
}
