import { useEffect, useRef } from 'react';

export interface Option {
  readonly value: string;
  readonly title: string;
  readonly detail?: string;
}

/** More options than this are not read but typed for; the rest is reached by filtering. */
export const MOST_OPTIONS = 200;

export function filterOptions(options: readonly Option[], typed: string): Option[] {
  const needle = typed.trim().toLowerCase();
  return options
    .filter((option) => `${option.title} ${option.detail ?? ''} ${option.value}`.toLowerCase().includes(needle))
    .slice(0, MOST_OPTIONS);
}

interface Props {
  readonly id: string;
  readonly options: readonly Option[];
  readonly active: number;
  readonly selected: string;
  readonly onChoose: (value: string) => void;
  readonly onActivate: (index: number) => void;
}

/** The list part of a combobox; the input that owns it keeps the focus and names the active option. */
export function OptionList({ id, options, active, selected, onChoose, onActivate }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul ref={list} id={id} className="options" role="listbox">
      {options.map((option, index) => (
        <li
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={option.value === selected}
          className={index === active ? 'option active' : 'option'}
          onPointerMove={() => onActivate(index)}
          // Pressing must not take the focus from the input, or the list would close before the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(option.value)}
        >
          <span className="option-title">{option.title}</span>
          {option.detail !== undefined && <span className="option-detail">{option.detail}</span>}
        </li>
      ))}
    </ul>
  );
}
