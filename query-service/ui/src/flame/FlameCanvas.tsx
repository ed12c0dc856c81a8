import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { fitCanvas } from '../widget/canvas';
import { useElementSize } from '../widget/useElementSize';
import type { FlameColours } from './colours';
import { FlamePainter, ROW_PIXELS, type Scene } from './FlamePainter';
import { nodeAt, visitVisible, type View } from './layout';
import { isMoveKey, move } from './navigate';
import { useTestHook } from './testHook';
import { nameOf, ROOT, rowCount, type FlameTree } from './tree';
import { useZoomAnimation } from './useZoomAnimation';
import { windowOf } from './window';

/** A node and the place on the screen where the reader met it. */
export interface Pointed {
  readonly node: number;
  readonly clientX: number;
  readonly clientY: number;
}

interface Props {
  readonly tree: FlameTree;
  readonly colours: FlameColours;
  readonly hits: Uint8Array | undefined;
  readonly matchedShare: number;
  readonly zoomed: number;
  readonly focused: number;
  readonly hovered: number;
  readonly describedBy: string;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onHover: (pointed: Pointed | undefined) => void;
  readonly onFocus: (node: number) => void;
  readonly onZoom: (node: number) => void;
  readonly onMenu: (pointed: Pointed) => void;
}

/** The scrolling canvas: turns pointer and keys into nodes, and paints. What a node means is the parent's matter. */
export function FlameCanvas(props: Props) {
  const { tree, colours, hits, zoomed, focused, hovered, scroller } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<FlamePainter | undefined>(undefined);
  const { width, height } = useElementSize(scroller);
  const contentPixels = rowCount(tree) * ROW_PIXELS;
  const target = useMemo(() => windowOf(tree, zoomed), [tree, zoomed]);

  const scene = useRef<Omit<Scene, 'view' | 'scrollPixels'>>(undefined);
  scene.current = { tree, colours, hits, hovered, focused, zoomed, heightPixels: height };
  const windowRef = useRef<RefObject<ReturnType<typeof windowOf>>>(undefined);

  const currentView = useCallback((): View => {
    const scrollPixels = scroller.current?.scrollTop ?? 0;
    return {
      window: windowRef.current?.current ?? target,
      widthPixels: width,
      firstRow: Math.floor(scrollPixels / ROW_PIXELS),
      endRow: Math.ceil((scrollPixels + height) / ROW_PIXELS),
    };
  }, [scroller, target, width, height]);

  const repaint = useCallback(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !scene.current || width === 0) {
      return;
    }
    painter.current ??= new FlamePainter(context);
    const ratio = fitCanvas(element, width, height);
    painter.current.paint({ ...scene.current, view: currentView(), scrollPixels: scroller.current?.scrollTop ?? 0 }, ratio);
  }, [scroller, width, height, currentView]);

  windowRef.current = useZoomAnimation(tree, target, repaint);
  useLayoutEffect(repaint, [repaint, tree, colours, hits, hovered, focused, zoomed]);
  useScrollIntoView(scroller, tree, zoomed, focused, height);
  useTestHook(tree, canvas, currentView);

  const pointedAt = (event: MouseEvent): Pointed | undefined => {
    const bounds = canvas.current?.getBoundingClientRect();
    if (bounds === undefined) {
      return undefined;
    }
    const row = Math.floor((event.clientY - bounds.top + (scroller.current?.scrollTop ?? 0)) / ROW_PIXELS);
    const node = nodeAt(tree, currentView(), row, event.clientX - bounds.left);
    return node < 0 ? undefined : { node, clientX: event.clientX, clientY: event.clientY };
  };

  const openMenuAtFocus = () => {
    const bounds = canvas.current?.getBoundingClientRect();
    const node = focused < 0 ? zoomed : focused;
    visitVisible(tree, currentView(), (visible, row, x) => {
      if (visible === node && bounds !== undefined) {
        const clientY = bounds.top + (row + 1) * ROW_PIXELS - (scroller.current?.scrollTop ?? 0);
        props.onMenu({ node, clientX: bounds.left + x + 8, clientY });
      }
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const node = focused < 0 ? zoomed : focused;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (isMoveKey(event.key)) {
      props.onFocus(focused < 0 ? zoomed : move(tree, { ...currentView(), window: target }, node, event.key, zoomed));
    } else if (event.key === 'Enter') {
      props.onZoom(node);
    } else if (event.key === 'Escape') {
      props.onZoom(ROOT);
    } else if (event.key === 'Backspace') {
      props.onZoom(Math.max(ROOT, tree.parent[zoomed] as number));
    } else if (event.key === 'ContextMenu' || event.key === 'm' || (event.key === 'F10' && event.shiftKey)) {
      openMenuAtFocus();
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={hovered >= 0 ? 'flame-scroller pointing' : 'flame-scroller'}
      role="application"
      aria-label={`Flame graph with ${tree.nodeCount} nodes. Arrow keys walk, Enter zooms, Escape resets, M opens the menu.`}
      aria-describedby={props.describedBy}
      tabIndex={0}
      data-testid="flame-graph"
      data-node-count={tree.nodeCount}
      data-zoom-node={zoomed}
      data-zoom-name={nameOf(tree, zoomed)}
      data-focus-node={focused}
      data-matched-share={props.matchedShare}
      onKeyDown={onKeyDown}
      onScroll={repaint}
    >
      <div className="flame-content" style={{ height: contentPixels }}>
        <canvas
          ref={canvas}
          onMouseMove={(event) => props.onHover(pointedAt(event))}
          onMouseLeave={() => props.onHover(undefined)}
          onClick={(event) => {
            const pointed = pointedAt(event);
            if (pointed !== undefined) {
              props.onZoom(pointed.node);
            }
          }}
          onContextMenu={(event) => {
            const pointed = pointedAt(event);
            if (pointed !== undefined) {
              event.preventDefault();
              props.onMenu(pointed);
            }
          }}
        />
      </div>
    </div>
  );
}

/** Keeps what the reader went to in sight: the keyboard focus always, a zoomed node with some room for its subtree. */
function useScrollIntoView(
  scroller: RefObject<HTMLDivElement | null>,
  tree: FlameTree,
  zoomed: number,
  focused: number,
  height: number,
): void {
  useEffect(() => {
    const top = (tree.depth[zoomed] as number) * ROW_PIXELS;
    const element = scroller.current;
    if (element !== null && height > 0 && (top < element.scrollTop || top > element.scrollTop + height * 0.6)) {
      element.scrollTo({ top: Math.max(0, top - 2 * ROW_PIXELS) });
    }
  }, [scroller, tree, zoomed, height]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null || focused < 0) {
      return;
    }
    const top = (tree.depth[focused] as number) * ROW_PIXELS;
    if (top < element.scrollTop) {
      element.scrollTo({ top });
    } else if (top + ROW_PIXELS > element.scrollTop + height) {
      element.scrollTo({ top: top + ROW_PIXELS - height });
    }
  }, [scroller, tree, focused, height]);
}
