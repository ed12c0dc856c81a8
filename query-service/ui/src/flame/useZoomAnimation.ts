import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { FlameTree } from './tree';
import { between, easeOut, type Window } from './window';

/** Long enough for the eye to follow, short enough not to wait for. */
const DURATION_MILLIS = 220;

/**
 * The window now on screen. It glides to the target when the reader zooms and jumps when the tree itself is another, or
 * when the reader asked for less motion. `repaint` is called for each step.
 */
export function useZoomAnimation(tree: FlameTree, target: Window, repaint: () => void): RefObject<Window> {
  const current = useRef(target);
  const lastTree = useRef(tree);
  useLayoutEffect(() => {
    const jump = lastTree.current !== tree || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    lastTree.current = tree;
    if (jump) {
      current.current = target;
      repaint();
      return undefined;
    }
    const from = current.current;
    const startMillis = performance.now();
    let frame = 0;
    const step = () => {
      const progress = Math.min(1, (performance.now() - startMillis) / DURATION_MILLIS);
      current.current = progress === 1 ? target : between(from, target, easeOut(progress));
      repaint();
      if (progress < 1) {
        frame = requestAnimationFrame(step);
      }
    };
    step();
    return () => cancelAnimationFrame(frame);
  }, [tree, target.start, target.span, repaint]);
  return current;
}
