import type { FlameTree } from './tree';
import type { Window } from './window';

/** Nodes narrower than this are not drawn: they would only add grey to their neighbours. */
export const MIN_NODE_PIXELS = 0.5;

/** Which part of the tree is on screen, and how wide. */
export interface View {
  readonly window: Window;
  readonly widthPixels: number;
  readonly firstRow: number;
  /** One past the last row. */
  readonly endRow: number;
}

/** Receives one visible node; `x` and `width` are clipped to the view. */
export type BoxVisitor = (node: number, row: number, x: number, width: number) => void;

/** Visits what can be seen, row by row from the left. Allocates nothing: it runs in every frame of an animation. */
export function visitVisible(tree: FlameTree, view: View, visit: BoxVisitor): void {
  const { window, widthPixels } = view;
  const pixelsPerValue = widthPixels / window.span;
  const windowEnd = window.start + window.span;
  const endRow = Math.min(view.endRow, tree.rowStart.length - 1);
  for (let row = Math.max(0, view.firstRow); row < endRow; row++) {
    const rowEnd = tree.rowStart[row + 1] as number;
    for (let node = firstEndingAfter(tree, row, window.start); node < rowEnd; node++) {
      const start = tree.start[node] as number;
      if (start >= windowEnd) {
        break;
      }
      const left = Math.max(0, (start - window.start) * pixelsPerValue);
      const right = Math.min(widthPixels, (start + (tree.total[node] as number) - window.start) * pixelsPerValue);
      if (right - left >= MIN_NODE_PIXELS) {
        visit(node, row, left, right - left);
      }
    }
  }
}

/** The node under a point, or -1. */
export function nodeAt(tree: FlameTree, view: View, row: number, x: number): number {
  if (row < 0 || row >= tree.rowStart.length - 1) {
    return -1;
  }
  const value = view.window.start + (x / view.widthPixels) * view.window.span;
  const node = firstEndingAfter(tree, row, value);
  return node < (tree.rowStart[row + 1] as number) && (tree.start[node] as number) <= value ? node : -1;
}

export function widthOf(tree: FlameTree, view: View, node: number): number {
  const { start, span } = view.window;
  const left = Math.max(start, tree.start[node] as number);
  const right = Math.min(start + span, (tree.start[node] as number) + (tree.total[node] as number));
  return ((right - left) / span) * view.widthPixels;
}

// Ends grow along a row as starts do, so the first visible node is found by halving.
function firstEndingAfter(tree: FlameTree, row: number, value: number): number {
  let low = tree.rowStart[row] as number;
  let high = tree.rowStart[row + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tree.start[middle] as number) + (tree.total[middle] as number) > value) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
