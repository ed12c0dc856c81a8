import { useLayoutEffect, useRef } from 'react';
import type { NodeFacts } from './describe';

const POINTER_GAP_PIXELS = 16;
const EDGE_PIXELS = 8;

interface Props {
  readonly facts: NodeFacts;
  readonly clientX: number;
  readonly clientY: number;
}

/** The numbers of the node under the pointer. Sighted readers only; screen readers get the live text. */
export function FlameTooltip({ facts, clientX, clientY }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) {
      return;
    }
    const { width, height } = element.getBoundingClientRect();
    const left = Math.min(clientX + POINTER_GAP_PIXELS, window.innerWidth - width - EDGE_PIXELS);
    const below = clientY + POINTER_GAP_PIXELS;
    const top = below + height > window.innerHeight - EDGE_PIXELS ? clientY - height - POINTER_GAP_PIXELS : below;
    element.style.transform = `translate(${Math.max(EDGE_PIXELS, left)}px, ${Math.max(EDGE_PIXELS, top)}px)`;
  }, [facts, clientX, clientY]);
  return (
    <div ref={box} className="tooltip" data-testid="flame-tooltip" aria-hidden="true">
      <div className="tooltip-name">{facts.name}</div>
      <dl>
        <dt>Total</dt>
        <dd>{facts.total}</dd>
        <dt>Self</dt>
        <dd>{facts.self}</dd>
        <dt>Of all</dt>
        <dd>{facts.ofTotal}</dd>
        <dt>Of caller</dt>
        <dd>{facts.ofParent}</dd>
        {facts.ofZoomed !== '' && (
          <>
            <dt>Of zoomed</dt>
            <dd>{facts.ofZoomed}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
