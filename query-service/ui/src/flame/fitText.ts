const ELLIPSIS = '…';

/** Fewer letters than this say nothing about the function. */
const FEWEST_LETTERS = 2;

/**
 * The longest telling form of a name that fits: whole, else without its package, else the start of that. Empty when
 * nothing useful fits. `measure` answers pixels.
 */
export function fitText(full: string, short: string, widthPixels: number, measure: (text: string) => number): string {
  if (measure(full) <= widthPixels) {
    return full;
  }
  const shortPixels = measure(short);
  if (shortPixels <= widthPixels) {
    return short;
  }
  // Letters differ in width, so the guess from their mean may be a little too long.
  let length = Math.floor((short.length * widthPixels) / shortPixels);
  while (length > FEWEST_LETTERS && measure(short.slice(0, length) + ELLIPSIS) > widthPixels) {
    length--;
  }
  return length > FEWEST_LETTERS ? short.slice(0, length) + ELLIPSIS : '';
}
