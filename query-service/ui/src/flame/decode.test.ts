import { describe, expect, it } from 'vitest';
import { arrange } from './arrange';
import { decodeFlameGraph } from './decode';
import { sampleTree } from './sample';
import { isAncestorOrSelf, pathTo, toText, totalOf } from './tree';

describe('decodeFlameGraph', () => {
  it('rebuilds parents and absolute starts from the rows', () => {
    expect(toText(sampleTree())).toBe(
      `
total 100 (self 0) at 0
  main 90 (self 10) at 0
    parse 30 (self 5) at 10
      walk 25 (self 10) at 15
        parse 15 (self 15) at 25
    render 50 (self 50) at 40
  thread 10 (self 4) at 90
    parse 6 (self 6) at 94`.trim(),
    );
  });

  it('reads an empty answer as an empty tree', () => {
    const tree = decodeFlameGraph({ names: [], levels: [] });

    expect([tree.nodeCount, totalOf(tree), toText(tree)]).toEqual([0, 0, '']);
  });

  it('keeps parents although values above 2^53 are rounded', () => {
    const big = 2 ** 60;
    const tree = decodeFlameGraph({
      names: ['total', 'a', 'b', 'c'],
      levels: [[0, 2 * big, 0, 0], [0, big, 1, 1, 0, big, 1, 2], [1, big, big, 3, 1, big, big, 3]],
    });

    expect([...tree.parent]).toEqual([-1, 0, 0, 1, 2]);
  });
});

describe('arrange', () => {
  it('puts the heaviest child left and the self value right', () => {
    expect(toText(arrange(sampleTree(), 'weight'))).toBe(
      `
total 100 (self 0) at 0
  main 90 (self 10) at 0
    render 50 (self 50) at 0
    parse 30 (self 5) at 50
      walk 25 (self 10) at 50
        parse 15 (self 15) at 50
  thread 10 (self 4) at 90
    parse 6 (self 6) at 90`.trim(),
    );
  });

  it('orders by name on request, with the cut-off rest last', () => {
    const tree = decodeFlameGraph({
      names: ['total', 'other', 'z', 'a'],
      levels: [[0, 10, 0, 0], [0, 1, 1, 3, 0, 7, 7, 1, 0, 2, 2, 2]],
    });

    expect(toText(arrange(tree, 'name'))).toBe(
      'total 10 (self 0) at 0\n  a 1 (self 1) at 0\n  z 2 (self 2) at 1\n  other 7 (self 7) at 3',
    );
  });
});

describe('paths', () => {
  it('lists a node and all above it, root first', () => {
    const tree = sampleTree();

    expect(pathTo(tree, 7)).toEqual([0, 1, 3, 6, 7]);
    expect([isAncestorOrSelf(tree, 1, 7), isAncestorOrSelf(tree, 2, 7), isAncestorOrSelf(tree, 7, 7)]).toEqual([
      true, false, true,
    ]);
  });
});
