import { useState, type RefObject } from 'react';
import { useElementSize } from '../widget/useElementSize';

/** Rows drawn beyond the edge, so that a quick scroll shows no blank. */
const SPARE_ROWS = 8;

/** Which rows of a long list are worth drawing; the rest is empty height. */
export function useRowWindow(scroller: RefObject<HTMLDivElement | null>, rowCount: number, rowPixels: number) {
  const [scrollTop, setScrollTop] = useState(0);
  const { height } = useElementSize(scroller);
  const first = Math.max(0, Math.floor(scrollTop / rowPixels) - SPARE_ROWS);
  const end = Math.min(rowCount, Math.ceil((scrollTop + height) / rowPixels) + SPARE_ROWS);
  return {
    first: Math.min(first, end),
    end,
    onScroll: () => setScrollTop(scroller.current?.scrollTop ?? 0),
  };
}
