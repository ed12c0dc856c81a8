import { useEffect, useState } from 'react';
import { QueryError, type Answer } from './client';

/** Where a request stands. While one loads, the last answer stays, so that the page does not flicker. */
export interface QueryState<T> {
  readonly loading: boolean;
  readonly value: T | undefined;
  readonly partialReason: string;
  readonly sampledOneIn: number;
  readonly error: QueryError | undefined;
}

interface Kept<T> extends QueryState<T> {
  readonly key: string;
  readonly scope: string;
}

/**
 * Runs a request whenever its key changes and drops the one before. An empty key means that nothing is asked. The key
 * must name everything the request depends on; the function itself is new with every render. The last answer stays only
 * within its scope: the graph of one service must never stand under the name of another, nor bytes be read as seconds.
 */
export function useQuery<T>(
  key: string,
  run: (signal: AbortSignal) => Promise<Answer<T>>,
  scope = '',
): QueryState<T> {
  const [kept, setKept] = useState<Kept<T>>({ ...idle(), key: '', scope });
  useEffect(() => {
    if (key === '') {
      setKept({ ...idle(), key, scope });
      return undefined;
    }
    const abort = new AbortController();
    setKept((last) => ({ ...(last.scope === scope ? last : idle<T>()), loading: true, key: last.key, scope }));
    run(abort.signal).then(
      ({ value, partialReason, sampledOneIn }) => {
        if (!abort.signal.aborted) {
          setKept({ loading: false, value, partialReason, sampledOneIn, error: undefined, key, scope });
        }
      },
      (fault: unknown) => {
        if (!abort.signal.aborted) {
          setKept({ ...idle(), error: asQueryError(fault), key, scope });
        }
      },
    );
    return () => abort.abort();
    // `run` differs on each render; the key stands for it.
  }, [key, scope]);
  if (kept.key === key && kept.scope === scope) {
    return kept;
  }
  // Between a new key and its effect the old state would for one frame look final.
  return { ...(kept.scope === scope ? kept : idle<T>()), loading: key !== '' };
}

function idle<T>(): QueryState<T> {
  return { loading: false, value: undefined, partialReason: '', sampledOneIn: 1, error: undefined };
}

function asQueryError(fault: unknown): QueryError {
  return fault instanceof QueryError ? fault : new QueryError('unreadable_answer', fault instanceof Error ? fault.message : String(fault));
}
