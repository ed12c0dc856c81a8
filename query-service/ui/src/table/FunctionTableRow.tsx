import { shortName } from '../flame/frameName';
import type { FunctionRow } from '../flame/functions';
import { formatShare, formatValue, type Unit } from '../format/units';

export const ROW_HEIGHT_PIXELS = 30;

interface Props {
  readonly row: FunctionRow;
  readonly index: number;
  readonly whole: number;
  readonly unit: Unit;
  readonly colour: string;
  readonly active: boolean;
  readonly selected: boolean;
  readonly onPress: () => void;
}

export function FunctionTableRow({ row, index, whole, unit, colour, active, selected, onPress }: Props) {
  const short = shortName(row.name);
  return (
    <div
      id={`function-${index}`}
      className={`functions-row${active ? ' active' : ''}${selected ? ' selected' : ''}`}
      role="option"
      aria-selected={selected}
      style={{ top: index * ROW_HEIGHT_PIXELS, height: ROW_HEIGHT_PIXELS }}
      data-testid="function-row"
      onClick={onPress}
    >
      <span className="functions-name" title={row.name}>
        <i className="swatch" style={{ background: colour }} />
        {/* A function is known by its end; the package follows, and is what a narrow column cuts off. */}
        <span>
          {short}
          <small>{row.name.slice(0, row.name.length - short.length).replace(/[./]$/, '')}</small>
        </span>
      </span>
      <Amount value={row.self} whole={whole} unit={unit} />
      <Amount value={row.total} whole={whole} unit={unit} />
    </div>
  );
}

function Amount({ value, whole, unit }: { readonly value: number; readonly whole: number; readonly unit: Unit }) {
  const percent = whole > 0 ? Math.min(100, (value / whole) * 100) : 0;
  return (
    <span className="amount">
      <span className="amount-bar" style={{ width: `${percent}%` }} />
      <span className="amount-value">{formatValue(value, unit)}</span>
      <span className="amount-share">{formatShare(value, whole)}</span>
    </span>
  );
}
