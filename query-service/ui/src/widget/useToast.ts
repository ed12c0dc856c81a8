import { useCallback, useEffect, useState } from 'react';

const SHOWN_MILLIS = 2_200;

/** A short note that goes away by itself. */
export function useToast(): { toast: string; show: (text: string) => void } {
  const [note, setNote] = useState({ text: '', count: 0 });
  const show = useCallback((text: string) => setNote((last) => ({ text, count: last.count + 1 })), []);
  useEffect(() => {
    const timer = setTimeout(() => setNote((last) => ({ ...last, text: '' })), SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [note.count]);
  return { toast: note.text, show };
}
