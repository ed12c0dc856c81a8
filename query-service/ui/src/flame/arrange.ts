import { nameOf, PRUNED_NAME, ROOT, type FlameTree } from './tree';

/** By weight the heaviest path is the left edge; by name two graphs of the same service look alike. */
export type Order = 'weight' | 'name';

/** The same tree with siblings in the asked order, children flush left under their parent, self time on the right. */
export function arrange(tree: FlameTree, order: Order): FlameTree {
  const { nodeCount } = tree;
  // source[i] is the number in `tree` of the node that gets number i.
  const source = new Int32Array(nodeCount);
  const arranged: FlameTree = {
    names: tree.names,
    nodeCount,
    rowStart: tree.rowStart,
    nameIndex: new Int32Array(nodeCount),
    parent: new Int32Array(nodeCount).fill(-1),
    depth: new Int32Array(nodeCount),
    firstChild: new Int32Array(nodeCount),
    childCount: new Int32Array(nodeCount),
    start: new Float64Array(nodeCount),
    total: new Float64Array(nodeCount),
    self: new Float64Array(nodeCount),
  };
  const compare = comparator(tree, order);
  let next = Math.min(1, nodeCount);
  for (let node = ROOT; node < nodeCount; node++) {
    const old = source[node] as number;
    copyNode(tree, old, arranged, node);
    arranged.firstChild[node] = next;
    let start = arranged.start[node] as number;
    for (const child of childrenOf(tree, old).sort(compare)) {
      source[next] = child;
      arranged.parent[next] = node;
      arranged.start[next] = start;
      start += tree.total[child] as number;
      next++;
    }
  }
  return arranged;
}

function copyNode(from: FlameTree, old: number, to: FlameTree, node: number): void {
  to.nameIndex[node] = from.nameIndex[old] as number;
  to.depth[node] = from.depth[old] as number;
  to.childCount[node] = from.childCount[old] as number;
  to.total[node] = from.total[old] as number;
  to.self[node] = from.self[old] as number;
}

function childrenOf(tree: FlameTree, node: number): number[] {
  const first = tree.firstChild[node] as number;
  return Array.from({ length: tree.childCount[node] as number }, (_, index) => first + index);
}

// What the server cut off comes last in both orders: it is no function, and its weight says nothing about one.
function comparator(tree: FlameTree, order: Order): (a: number, b: number) => number {
  const pruned = (node: number) => (nameOf(tree, node) === PRUNED_NAME ? 1 : 0);
  const byName = (a: number, b: number) => (nameOf(tree, a) < nameOf(tree, b) ? -1 : 1);
  const byWeight = (a: number, b: number) => (tree.total[b] as number) - (tree.total[a] as number) || byName(a, b);
  const main = order === 'weight' ? byWeight : byName;
  return (a, b) => pruned(a) - pruned(b) || main(a, b);
}
