import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** An anchored panel that closes on Escape, on a press outside and when told; Escape gives the focus back. */
export function usePopover(): {
  open: boolean;
  root: RefObject<HTMLDivElement | null>;
  toggle: () => void;
  close: () => void;
} {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const close = useCallback(() => {
    setOpen(false);
    root.current?.querySelector<HTMLElement>('[data-popover-trigger]')?.focus();
  }, []);
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) {
        setOpen(false);
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        close();
      }
    };
    const element = root.current;
    window.addEventListener('pointerdown', onPointerDown);
    element?.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('pointerdown', onPointerDown);
      element?.removeEventListener('keydown', onKeyDown);
    };
  }, [open, close]);
  return { open, root, toggle: () => setOpen((last) => !last), close };
}
