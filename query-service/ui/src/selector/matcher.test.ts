import { describe, expect, it } from 'vitest';
import { readMatcher, selectorOf, toSelector, writeMatcher, type Matcher } from './matcher';

describe('toSelector', () => {
  it('writes all operators', () => {
    const matchers: Matcher[] = [
      { name: 'a', operator: '=', value: 'b' },
      { name: 'c', operator: '!=', value: 'd' },
      { name: 'e', operator: '=~', value: 'f.*' },
      { name: 'g', operator: '!~', value: 'h' },
    ];

    expect(toSelector(matchers)).toBe('{a="b",c!="d",e=~"f.*",g!~"h"}');
  });

  it('selects everything when there is no condition', () => {
    expect(selectorOf('', [])).toBe('{}');
  });

  it('escapes quotes, backslashes and line breaks', () => {
    expect(selectorOf('a"b\\c\nd', [])).toBe('{service_name="a\\"b\\\\c\\nd"}');
  });

  it('quotes names outside the old alphabet', () => {
    expect(toSelector([{ name: 'k8s.ns', operator: '=', value: 'x' }])).toBe('{"k8s.ns"="x"}');
  });
});

describe('readMatcher', () => {
  it.each<Matcher>([
    { name: 'pod', operator: '=~', value: 'cart-\\d+' },
    { name: 'k8s."ns', operator: '!=', value: 'a"b\\c\nd' },
    { name: 'empty', operator: '=', value: '' },
  ])('reads back what was written: $name', (matcher) => {
    expect(readMatcher(writeMatcher(matcher))).toEqual(matcher);
  });

  it.each(['', 'pod', 'pod=x', 'pod=="x"', '1pod="x"', 'pod="x" or'])('rejects %s', (text) => {
    expect(readMatcher(text)).toBeUndefined();
  });
});
