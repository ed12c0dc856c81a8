import { useEffect, useRef, type KeyboardEvent } from 'react';

export interface MenuAction {
  readonly label: string;
  readonly run: () => void;
}

interface Props {
  readonly title: string;
  readonly clientX: number;
  readonly clientY: number;
  readonly actions: readonly MenuAction[];
  readonly onClose: () => void;
}

const WIDTH_PIXELS = 260;
const ITEM_PIXELS = 34;

/** What can be done with one node; opened by the right button, or by M on the focused node. */
export function NodeMenu({ title, clientX, clientY, actions, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.querySelector('button')?.focus();
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && menu.current?.contains(event.target) !== true) {
        onClose();
      }
    };
    window.addEventListener('pointerdown', onPointerDown);
    return () => window.removeEventListener('pointerdown', onPointerDown);
  }, [onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape' || event.key === 'Tab') {
      onClose();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      items[(at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length]?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const left = Math.min(clientX, window.innerWidth - WIDTH_PIXELS - 8);
  const top = Math.min(clientY, window.innerHeight - (actions.length + 1) * ITEM_PIXELS - 16);
  return (
    <div ref={menu} className="menu" role="menu" aria-label={title} style={{ left, top, width: WIDTH_PIXELS }} onKeyDown={onKeyDown} data-testid="node-menu">
      <div className="menu-title" title={title}>
        {title}
      </div>
      {actions.map((action) => (
        <button
          key={action.label}
          type="button"
          role="menuitem"
          onClick={() => {
            onClose();
            action.run();
          }}
        >
          {action.label}
        </button>
      ))}
    </div>
  );
}
