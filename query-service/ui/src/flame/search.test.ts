import { describe, expect, it } from 'vitest';
import { sampleTree } from './sample';
import { compileSearch, matchNodes, sumMatches } from './search';

const tree = sampleTree();

function matched(text: string, subtree = 0): [number, number] {
  const search = compileSearch(text);
  if (search.kind !== 'test') {
    throw new Error(`no test: ${text}`);
  }
  const { total, nodeCount } = sumMatches(tree, matchNodes(tree, search.matches), subtree);
  return [total, nodeCount];
}

describe('search', () => {
  it('counts a nested match once', () => {
    // parse 30 holds parse 15; parse 6 stands alone.
    expect(matched('parse')).toEqual([36, 3]);
  });

  it('ignores case and reads slashes as a regular expression', () => {
    expect(matched('REND')).toEqual([50, 1]);
    expect(matched('/^(walk|thread)$/')).toEqual([35, 2]);
  });

  it('does not match the root', () => {
    expect(matched('total')).toEqual([0, 0]);
  });

  it('counts within the zoomed subtree only', () => {
    expect(matched('parse', 1)).toEqual([30, 2]);
  });

  it('counts the whole subtree when it hangs below a match', () => {
    expect(matched('main', 4)).toEqual([50, 0]);
  });

  it('names the fault of a broken expression', () => {
    expect(compileSearch('/(/')).toMatchObject({ kind: 'fault' });
    expect(compileSearch('  ')).toEqual({ kind: 'none' });
  });
});
