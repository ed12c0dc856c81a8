import { useEffect, useState } from 'react';
import { QueryError, type Answer } from './client';

/** Where a request stands. While one loads, the last answer stays, so that the page does not flicker. */
export interface QueryState<T> {
  readonly loading: boolean;
  readonly value: T | undefined;
  readonly partialReason: string;
  readonly error: QueryError | undefined;
}

/**
 * Runs a request whenever its key changes and drops the one before. An empty key means that nothing is asked. The key
 * must name everything the request depends on; the function itself is new with every render.
 */
export function useQuery<T>(key: string, run: (signal: AbortSignal) => Promise<Answer<T>>): QueryState<T> {
  const [state, setState] = useState<QueryState<T> & { readonly key: string }>({ ...idle(), key: '' });
  useEffect(() => {
    if (key === '') {
      setState({ ...idle(), key });
      return undefined;
    }
    const abort = new AbortController();
    setState((last) => ({ ...last, loading: true }));
    run(abort.signal).then(
      ({ value, partialReason }) => {
        if (!abort.signal.aborted) {
          setState({ loading: false, value, partialReason, error: undefined, key });
        }
      },
      (fault: unknown) => {
        if (!abort.signal.aborted) {
          setState({ loading: false, value: undefined, partialReason: '', error: asQueryError(fault), key });
        }
      },
    );
    return () => abort.abort();
    // `run` differs on each render; the key stands for it.
  }, [key]);
  // Between a new key and its effect the old state would for one frame look final.
  return state.key === key ? state : { ...state, loading: key !== '' };
}

function idle<T>(): QueryState<T> {
  return { loading: false, value: undefined, partialReason: '', error: undefined };
}

function asQueryError(fault: unknown): QueryError {
  return fault instanceof QueryError ? fault : new QueryError('unreadable_answer', fault instanceof Error ? fault.message : String(fault));
}
