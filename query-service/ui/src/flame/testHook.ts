import { useEffect, type RefObject } from 'react';
import { ROW_PIXELS } from './FlamePainter';
import { visitVisible, type View } from './layout';
import { nameOf, type FlameTree } from './tree';

/** One visible box in page coordinates, as the end-to-end test sees it: a canvas has no elements to look for. */
export interface VisibleBox {
  readonly node: number;
  readonly name: string;
  readonly depth: number;
  readonly total: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

declare global {
  interface Window {
    __flamestream?: { readonly visibleBoxes: () => VisibleBox[] };
  }
}

/** Publishes what is drawn as `window.__flamestream.visibleBoxes()`; costs nothing until someone calls it. */
export function useTestHook(tree: FlameTree, canvas: RefObject<HTMLCanvasElement | null>, view: () => View): void {
  useEffect(() => {
    const visibleBoxes = () => {
      const boxes: VisibleBox[] = [];
      const bounds = canvas.current?.getBoundingClientRect() ?? new DOMRect();
      const { firstRow } = view();
      const scrollPixels = canvas.current?.closest('.flame-scroller')?.scrollTop ?? firstRow * ROW_PIXELS;
      visitVisible(tree, view(), (node, depth, x, width) => {
        const y = bounds.top + depth * ROW_PIXELS - scrollPixels;
        const total = tree.total[node] as number;
        boxes.push({ node, name: nameOf(tree, node), depth, total, x: bounds.left + x, y, width, height: ROW_PIXELS });
      });
      return boxes;
    };
    window.__flamestream = { visibleBoxes };
    return () => {
      delete window.__flamestream;
    };
  }, [tree, canvas, view]);
}
