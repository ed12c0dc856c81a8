import { useId, useState, type KeyboardEvent } from 'react';
import { filterOptions, OptionList } from './OptionList';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly autoFocus?: boolean;
  readonly testId: string;
  readonly onChange: (value: string) => void;
}

const NONE = -1;

/** A text field with suggestions; unlike a combobox it takes any text, since a value may be a pattern. */
export function SuggestInput({ label, value, suggestions, autoFocus, testId, onChange }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(NONE);
  const exact = suggestions.includes(value);
  const found = filterOptions(suggestions.map((text) => ({ value: text, title: text })), exact ? '' : value);
  const shown = open && found.length > 0;
  const choose = (text: string) => {
    onChange(text);
    setOpen(false);
    setActive(NONE);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(Math.min(found.length - 1, Math.max(0, active + step)));
    } else if (event.key === 'Enter' && shown && found[active] !== undefined) {
      // The form must not be sent by the key that picks a suggestion.
      event.preventDefault();
      choose(found[active].value);
    } else if (event.key === 'Escape' && shown) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="suggest">
      <input
        role="combobox"
        aria-label={label}
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={active === NONE ? undefined : `${id}-${active}`}
        autoFocus={autoFocus}
        autoComplete="off"
        spellCheck={false}
        placeholder={label}
        data-testid={testId}
        value={value}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          onChange(event.target.value);
          setOpen(true);
          setActive(NONE);
        }}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <OptionList id={id} options={found} active={active} selected={value} onChoose={choose} onActivate={setActive} />
      )}
    </div>
  );
}
