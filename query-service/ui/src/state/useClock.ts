import { useCallback, useEffect, useState } from 'react';

/** Zero switches automatic refresh off. */
export const REFRESH_SECONDS = [0, 10, 30] as const;
export type RefreshSeconds = (typeof REFRESH_SECONDS)[number];

/**
 * The moment that `now` stands for. It moves when the reader refreshes, when the range changes and on each automatic
 * refresh, never by itself: otherwise every render would be another query.
 */
export function useClock(rangeKey: string): {
  nowMillis: number;
  refresh: () => void;
  every: RefreshSeconds;
  setEvery: (seconds: RefreshSeconds) => void;
} {
  const [tick, setTick] = useState(() => ({ rangeKey, nowMillis: Date.now() }));
  const [every, setEvery] = useState<RefreshSeconds>(0);
  const refresh = useCallback(() => setTick({ rangeKey, nowMillis: Date.now() }), [rangeKey]);
  useEffect(() => {
    if (every === 0) {
      return undefined;
    }
    // A hidden tab asks for nothing; nobody looks, and dozens of forgotten tabs would still load the service.
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), every * 1_000);
    return () => clearInterval(timer);
  }, [every, refresh]);
  if (tick.rangeKey !== rangeKey) {
    const moved = { rangeKey, nowMillis: Date.now() };
    setTick(moved);
    return { nowMillis: moved.nowMillis, refresh, every, setEvery };
  }
  return { nowMillis: tick.nowMillis, refresh, every, setEvery };
}
