import { useId, useState, type KeyboardEvent } from 'react';
import { Icon } from './Icon';
import { filterOptions, OptionList, type Option } from './OptionList';
import { usePopover } from './usePopover';

interface Props {
  readonly label: string;
  readonly value: string;
  /** Stands for the value on the button. */
  readonly shown: string;
  readonly detail?: string;
  readonly options: readonly Option[];
  readonly emptyText: string;
  readonly testId: string;
  readonly onChoose: (value: string) => void;
}

/** A button that opens a searchable list. */
export function Combobox(props: Props) {
  const { open, root, toggle, close } = usePopover();
  return (
    <div className="popover-root" ref={root}>
      <button
        type="button"
        className="button picker"
        data-popover-trigger=""
        data-testid={props.testId}
        aria-haspopup="listbox"
        aria-expanded={open}
        title={props.detail ?? props.shown}
        onClick={toggle}
      >
        <span className="picker-label">{props.label}</span>
        <span className="picker-value">{props.shown}</span>
        <Icon name="chevron" />
      </button>
      {open && <Choices {...props} onClose={close} />}
    </div>
  );
}

function Choices({ label, value, options, emptyText, onChoose, onClose }: Props & { readonly onClose: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const found = filterOptions(options, typed);
  const [active, setActive] = useState(() => Math.max(0, options.findIndex((option) => option.value === value)));
  const choose = (chosen: string) => {
    onClose();
    onChoose(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : found.length - 1;
      setActive(found.length === 0 ? 0 : (active + step) % found.length);
    } else if (event.key === 'Enter' && found[active] !== undefined) {
      choose(found[active].value);
    }
  };
  return (
    <div className="popover">
      <div className="popover-search">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-label={`Search: ${label}`}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found[active] === undefined ? undefined : `${id}-${active}`}
          placeholder="Type to filter"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {found.length === 0 ? (
        <p className="popover-empty">{options.length === 0 ? emptyText : 'Nothing matches.'}</p>
      ) : (
        <OptionList id={id} options={found} active={active} selected={value} onChoose={choose} onActivate={setActive} />
      )}
    </div>
  );
}
