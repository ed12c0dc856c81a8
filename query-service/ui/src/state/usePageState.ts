import { useCallback, useEffect, useState } from 'react';
import { readPageState, writePageState, type PageState } from './pageState';

/** `push` makes a step the Back button undoes; `replace` is for typing and for choices the page makes itself. */
export type Navigate = (change: Partial<PageState>, history?: 'push' | 'replace') => void;

/** The page state as read from the URL, and the only way to change it. */
export function usePageState(): [PageState, Navigate] {
  const [state, setState] = useState(() => readPageState(window.location.search));
  useEffect(() => {
    const onPop = () => setState(readPageState(window.location.search));
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);
  const navigate = useCallback<Navigate>((change, history = 'push') => {
    // The URL is the state; reading it here keeps two changes within one event from undoing each other.
    const current = readPageState(window.location.search);
    const next = { ...current, ...change };
    const query = writePageState(next);
    if (query === writePageState(current)) {
      return;
    }
    const url = `${window.location.pathname}${query === '' ? '' : `?${query}`}`;
    window.history[history === 'push' ? 'pushState' : 'replaceState'](null, '', url);
    setState(next);
  }, []);
  return [state, navigate];
}
