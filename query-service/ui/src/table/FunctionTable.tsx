import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { frameFill } from '../flame/colours';
import type { FunctionRow } from '../flame/functions';
import type { Unit } from '../format/units';
import type { Sort } from '../state/pageState';
import type { Theme } from '../state/useTheme';
import { FunctionTableRow, ROW_HEIGHT_PIXELS } from './FunctionTableRow';
import { nextSort, sortRows } from './sortRows';
import { useRowWindow } from './useRowWindow';

interface Props {
  readonly rows: readonly FunctionRow[];
  readonly whole: number;
  readonly unit: Unit;
  readonly theme: Theme;
  readonly sort: Sort;
  readonly matches: ((name: string) => boolean) | undefined;
  readonly selected: string;
  readonly onSort: (sort: Sort) => void;
  /** An empty name lifts the selection. */
  readonly onSelect: (name: string) => void;
}

const COLUMNS = [
  { column: 'name', title: 'Function' },
  { column: 'self', title: 'Self' },
  { column: 'total', title: 'Total' },
] as const;

/** All functions of the flame graph; pressing one lights it up there. */
export function FunctionTable(props: Props) {
  const { rows, sort, matches, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => sortRows(rows, sort, matches), [rows, sort, matches]);
  const { first, end, onScroll } = useRowWindow(scroller, sorted.length, ROW_HEIGHT_PIXELS);
  const [active, setActive] = useState(0);
  const scrollTo = (index: number, block: 'nearest' | 'center') => scrollRow(scroller.current, index, block);
  useEffect(() => {
    const index = sorted.findIndex((row) => row.name === selected);
    if (selected !== '' && index >= 0) {
      setActive(index);
      scrollTo(index, 'center');
    }
  }, [selected, sorted]);

  const toggle = (name: string) => props.onSelect(name === selected ? '' : name);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -sorted.length, End: sorted.length };
    const step = steps[event.key];
    const row = sorted[active];
    if (step !== undefined) {
      const next = Math.max(0, Math.min(sorted.length - 1, active + step));
      setActive(next);
      scrollTo(next, 'nearest');
    } else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) {
      toggle(row.name);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <section className="functions" aria-label="Functions">
      <div className="functions-head" role="group" aria-label="Sort by">
        {COLUMNS.map(({ column, title }) => (
          <button
            key={column}
            type="button"
            className={`functions-sort ${column}`}
            aria-pressed={sort.column === column}
            data-testid={`sort-${column}`}
            onClick={() => props.onSort(nextSort(sort, column))}
          >
            {title}
            <span aria-hidden="true">{sort.column === column ? (sort.descending ? '▾' : '▴') : ''}</span>
          </button>
        ))}
      </div>
      <div
        ref={scroller}
        className="functions-scroller"
        role="listbox"
        aria-label={`${sorted.length} functions. Enter lights one up in the flame graph.`}
        aria-activedescendant={`function-${active}`}
        tabIndex={0}
        data-testid="function-table"
        data-row-count={sorted.length}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        {sorted.length === 0 && <p className="functions-empty">No function matches the search.</p>}
        <div style={{ height: sorted.length * ROW_HEIGHT_PIXELS, position: 'relative' }}>
          {sorted.slice(first, end).map((row, index) => (
            <FunctionTableRow
              key={row.name}
              row={row}
              index={first + index}
              whole={props.whole}
              unit={props.unit}
              colour={frameFill(row.name, props.theme)}
              active={first + index === active}
              selected={row.name === selected}
              onPress={() => {
                setActive(first + index);
                toggle(row.name);
              }}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

function scrollRow(element: HTMLDivElement | null, index: number, block: 'nearest' | 'center'): void {
  if (element === null) {
    return;
  }
  const top = index * ROW_HEIGHT_PIXELS;
  const below = top + ROW_HEIGHT_PIXELS - element.clientHeight;
  if (top >= element.scrollTop && below <= element.scrollTop) {
    return;
  }
  const centred = top - element.clientHeight / 2;
  element.scrollTo({ top: block === 'center' ? centred : top < element.scrollTop ? top : below });
}
