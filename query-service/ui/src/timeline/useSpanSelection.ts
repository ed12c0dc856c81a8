import { useEffect, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { rangeBetween, type TimeRange } from '../time/timeRange';

/** Less than this is a click with an unsteady hand. */
const SHORTEST_DRAG_PIXELS = 4;

interface Drag {
  readonly anchorMillis: number;
  readonly anchorX: number;
  readonly headMillis: number;
  readonly far: boolean;
}

interface Input {
  readonly range: TimeRange;
  readonly stepMillis: number;
  readonly millisAt: (clientX: number) => number;
  readonly onSelect: (range: TimeRange) => void;
}

/** Selecting a part of the timeline: by dragging, or with arrows, Shift and Enter. */
export function useSpanSelection({ range, stepMillis, millisAt, onSelect }: Input) {
  const [drag, setDrag] = useState<Drag>();
  const [cursor, setCursor] = useState<{ readonly anchor: number; readonly head: number }>();
  const [pointer, setPointer] = useState<number>();

  // The pointer rests, but under it is another moment now.
  useEffect(() => {
    setPointer(undefined);
    setCursor(undefined);
  }, [range.startMillis, range.endMillis]);

  const dragged = drag?.far === true ? ordered(drag.anchorMillis, drag.headMillis) : undefined;
  const keyed = cursor !== undefined && cursor.anchor !== cursor.head ? ordered(cursor.anchor, cursor.head) : undefined;

  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (direction !== 0) {
      const from = cursor?.head ?? range.endMillis - (range.endMillis % stepMillis) - stepMillis / 2;
      const head = Math.min(range.endMillis, Math.max(range.startMillis, from + direction * stepMillis));
      setCursor({ anchor: event.shiftKey ? (cursor?.anchor ?? from) : head, head });
    } else if (event.key === 'Enter' && keyed !== undefined) {
      setCursor(undefined);
      onSelect(rangeBetween(keyed.startMillis, keyed.endMillis));
    } else if (event.key === 'Escape') {
      setCursor(undefined);
      setDrag(undefined);
    } else {
      return;
    }
    event.preventDefault();
  };

  return {
    selected: dragged ?? keyed,
    /** The moment to read out: under the pointer, else at the keyboard's cursor. */
    atMillis: pointer ?? cursor?.head,
    handlers: {
      onKeyDown,
      onBlur: () => setCursor(undefined),
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          const millis = millisAt(event.clientX);
          setDrag({ anchorMillis: millis, anchorX: event.clientX, headMillis: millis, far: false });
        }
      },
      onPointerMove: (event: PointerEvent) => {
        const millis = millisAt(event.clientX);
        setPointer(millis);
        if (drag !== undefined) {
          const far = drag.far || Math.abs(event.clientX - drag.anchorX) >= SHORTEST_DRAG_PIXELS;
          setDrag({ ...drag, headMillis: millis, far });
        }
      },
      onPointerUp: () => {
        setDrag(undefined);
        if (dragged !== undefined) {
          onSelect(rangeBetween(dragged.startMillis, dragged.endMillis));
        }
      },
      onPointerCancel: () => setDrag(undefined),
      onPointerLeave: () => setPointer(undefined),
    },
  };
}

function ordered(aMillis: number, bMillis: number): TimeRange {
  return { startMillis: Math.min(aMillis, bMillis), endMillis: Math.max(aMillis, bMillis) };
}
