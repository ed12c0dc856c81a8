import { useEffect, useRef, useState } from 'react';
import { Icon } from '../widget/Icon';

interface Props {
  readonly text: string;
  readonly fault: string;
  readonly summary: string;
  readonly onChange: (text: string) => void;
}

/** Browsers refuse more than some three changes of the URL a second, and each letter would be one. */
const TYPING_PAUSE_MILLIS = 150;

/** Finds functions by part of their name; `/` brings the focus here from anywhere. */
export function SearchBox({ text, fault, summary, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) {
      return undefined;
    }
    const timer = setTimeout(() => onChange(typed), TYPING_PAUSE_MILLIS);
    return () => clearTimeout(timer);
    // A new `onChange` comes with each render and must not start the pause anew.
  }, [typed, text]);
  const clear = () => {
    setTyped('');
    onChange('');
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, select, textarea') !== null;
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <div className={fault === '' ? 'search' : 'search faulty'}>
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        aria-label="Search functions"
        aria-invalid={fault !== ''}
        placeholder="Search functions or /regex/"
        spellCheck={false}
        autoComplete="off"
        value={typed}
        data-testid="search"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            clear();
            event.currentTarget.blur();
          }
        }}
      />
      {typed === '' ? (
        <kbd aria-hidden="true">/</kbd>
      ) : (
        <>
          <output className={fault === '' ? 'search-summary' : 'search-summary fault'} title={fault} data-testid="search-summary">
            {fault === '' ? summary : 'not a regular expression'}
          </output>
          <button type="button" aria-label="Clear the search" onClick={clear}>
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}
