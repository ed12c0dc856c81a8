import { ROOT, type FlameTree } from './tree';

/** The part of the value axis that fills the width of the canvas. */
export interface Window {
  readonly start: number;
  readonly span: number;
}

export function windowOf(tree: FlameTree, node: number): Window {
  if (tree.nodeCount === 0) {
    return { start: 0, span: 1 };
  }
  return { start: tree.start[node] as number, span: tree.total[node] || tree.total[ROOT] || 1 };
}

/**
 * The window on the way between two others, at `progress` 0..1. The span changes by equal factors, so a zoom into a
 * thousandth of the graph looks as even as one into a half, and the point both windows agree on stands still.
 */
export function between(from: Window, to: Window, progress: number): Window {
  const ratio = to.span / from.span;
  if (Math.abs(ratio - 1) < 1e-6) {
    return { start: from.start + (to.start - from.start) * progress, span: to.span };
  }
  const span = from.span * ratio ** progress;
  const still = (from.start * to.span - to.start * from.span) / (to.span - from.span);
  return { start: still + ((from.start - still) * span) / from.span, span };
}

/** Fast at first, so that the picture answers the hand at once. */
export function easeOut(progress: number): number {
  return 1 - (1 - progress) ** 3;
}
