import { widthOf, MIN_NODE_PIXELS, type View } from './layout';
import { ROOT, type FlameTree } from './tree';

/** The keys that move the keyboard focus through the graph, as `KeyboardEvent.key` names them. */
export type MoveKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

export function isMoveKey(key: string): key is MoveKey {
  return ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key);
}

/** Where a key leads from a node; the node itself when there is nothing visible that way. */
export function move(tree: FlameTree, view: View, node: number, key: MoveKey, zoomed: number): number {
  switch (key) {
    case 'ArrowUp':
      return Math.max(ROOT, tree.parent[node] as number);
    case 'ArrowDown':
      return heaviestChild(tree, view, node);
    case 'ArrowLeft':
      return neighbour(tree, view, node, -1);
    case 'ArrowRight':
      return neighbour(tree, view, node, 1);
    case 'Home':
      return zoomed;
    case 'End':
      return hottestLeaf(tree, view, node);
  }
}

function heaviestChild(tree: FlameTree, view: View, node: number): number {
  let best = node;
  const first = tree.firstChild[node] as number;
  for (let child = first; child < first + (tree.childCount[node] as number); child++) {
    const heavier = best === node || (tree.total[child] as number) > (tree.total[best] as number);
    if (heavier && isVisible(tree, view, child)) {
      best = child;
    }
  }
  return best;
}

// Past the last sibling the way goes on to the next node of the row, so that one key reaches everything at a depth.
function neighbour(tree: FlameTree, view: View, node: number, step: 1 | -1): number {
  const row = tree.depth[node] as number;
  const first = tree.rowStart[row] as number;
  const end = tree.rowStart[row + 1] as number;
  for (let next = node + step; next >= first && next < end; next += step) {
    if (isVisible(tree, view, next)) {
      return next;
    }
  }
  return node;
}

function hottestLeaf(tree: FlameTree, view: View, node: number): number {
  let current = node;
  for (let next = heaviestChild(tree, view, current); next !== current; next = heaviestChild(tree, view, current)) {
    current = next;
  }
  return current;
}

function isVisible(tree: FlameTree, view: View, node: number): boolean {
  return widthOf(tree, view, node) >= MIN_NODE_PIXELS;
}
