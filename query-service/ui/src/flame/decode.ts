import type { FlameTree } from './tree';

/** The flame graph message of the query API, its numbers already read. */
export interface WireFlameGraph {
  readonly names: readonly string[];
  /** One array per row; four numbers per node: x offset delta, total, self, name index. */
  readonly levels: readonly (readonly number[])[];
}

const VALUES_PER_NODE = 4;

/**
 * Reads rows into a tree. An x is stored as the distance to the end of the previous node in its row, and a parent is the
 * node of the row above whose interval holds the middle of the child: the middle, because values above 2^53 are rounded
 * and edges may then be off by one.
 */
export function decodeFlameGraph(wire: WireFlameGraph): FlameTree {
  const counts = wire.levels.map((level) => Math.floor(level.length / VALUES_PER_NODE));
  const nodeCount = counts.reduce((sum, count) => sum + count, 0);
  const tree = allocate(wire.names, nodeCount, counts);
  wire.levels.forEach((level, depth) => {
    readRow(tree, level, depth);
    if (depth > 0) {
      linkRow(tree, depth);
    }
  });
  return tree;
}

function allocate(names: readonly string[], nodeCount: number, counts: readonly number[]): FlameTree {
  const rowStart = new Int32Array(counts.length + 1);
  counts.forEach((count, depth) => {
    rowStart[depth + 1] = (rowStart[depth] as number) + count;
  });
  return {
    names,
    nodeCount,
    rowStart,
    nameIndex: new Int32Array(nodeCount),
    parent: new Int32Array(nodeCount).fill(-1),
    depth: new Int32Array(nodeCount),
    firstChild: new Int32Array(nodeCount),
    childCount: new Int32Array(nodeCount),
    start: new Float64Array(nodeCount),
    total: new Float64Array(nodeCount),
    self: new Float64Array(nodeCount),
  };
}

function readRow(tree: FlameTree, level: readonly number[], depth: number): void {
  let previousEnd = 0;
  let node = tree.rowStart[depth] as number;
  for (let at = 0; at + VALUES_PER_NODE <= level.length; at += VALUES_PER_NODE, node++) {
    const total = level[at + 1] as number;
    const start = previousEnd + (level[at] as number);
    previousEnd = start + total;
    tree.start[node] = start;
    tree.total[node] = total;
    tree.self[node] = level[at + 2] as number;
    tree.nameIndex[node] = level[at + 3] as number;
    tree.depth[node] = depth;
  }
}

function linkRow(tree: FlameTree, depth: number): void {
  const rowEnd = tree.rowStart[depth + 1] as number;
  const above = tree.rowStart[depth] as number;
  let parent = tree.rowStart[depth - 1] as number;
  for (let node = above; node < rowEnd; node++) {
    const middle = (tree.start[node] as number) + (tree.total[node] as number) / 2;
    while (parent + 1 < above && endOf(tree, parent) <= middle) {
      parent++;
    }
    tree.parent[node] = parent;
    if (tree.childCount[parent] === 0) {
      tree.firstChild[parent] = node;
    }
    tree.childCount[parent] = (tree.childCount[parent] as number) + 1;
  }
}

function endOf(tree: FlameTree, node: number): number {
  return (tree.start[node] as number) + (tree.total[node] as number);
}
