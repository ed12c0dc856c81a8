import { describe, expect, it } from 'vitest';
import { arrange } from './arrange';
import { findNode, nodeId } from './nodeId';
import { sampleTree } from './sample';
import { nameOf, pathTo } from './tree';

describe('nodeId', () => {
  it('finds each node again in the same tree', () => {
    const tree = sampleTree();
    const nodes = Array.from({ length: tree.nodeCount }, (_, node) => node);

    expect(nodes.map((node) => findNode(tree, nodeId(tree, node)))).toEqual(nodes);
  });

  it('survives another order of siblings', () => {
    const tree = sampleTree();
    const other = arrange(tree, 'weight');

    const found = findNode(other, nodeId(tree, 7));

    expect(pathTo(other, found).map((node) => nameOf(other, node))).toEqual(['total', 'main', 'parse', 'walk', 'parse']);
  });

  it.each(['', 'x', '2', '2.', '99.abc', '-1.a'])('answers the root for "%s"', (id) => {
    expect(findNode(sampleTree(), id)).toBe(0);
  });
});
