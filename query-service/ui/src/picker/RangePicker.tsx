import { useState, type FormEvent } from 'react';
import { describeRange, formatMoment } from '../format/moment';
import { isRelative, parseTime } from '../time/timeExpression';
import { QUICK_RANGES, type RangeExpression, type TimeRange } from '../time/timeRange';
import { Icon } from '../widget/Icon';
import { usePopover } from '../widget/usePopover';

interface Props {
  readonly expression: RangeExpression;
  readonly range: TimeRange;
  readonly onChange: (expression: RangeExpression) => void;
}

/** Quick ranges at hand, any other by two fields. */
export function RangePicker({ expression, range, onChange }: Props) {
  const { open, root, toggle, close } = usePopover();
  const choose = (chosen: RangeExpression) => {
    close();
    onChange({ from: chosen.from, until: chosen.until });
  };
  return (
    <div className="popover-root" ref={root}>
      <button type="button" className="button range-button" data-popover-trigger="" data-testid="range-picker" aria-expanded={open} onClick={toggle}>
        <Icon name="clock" />
        {describeRange(expression, range)}
        <Icon name="chevron" />
      </button>
      {open && (
        <div className="popover range-popover">
          <div className="quick-ranges" role="group" aria-label="Quick ranges">
            {QUICK_RANGES.map((quick) => (
              <button
                key={quick.short}
                type="button"
                aria-pressed={quick.from === expression.from && quick.until === expression.until}
                data-range={quick.short}
                onClick={() => choose(quick)}
              >
                {quick.label}
              </button>
            ))}
          </div>
          <CustomRange expression={expression} range={range} onApply={choose} />
        </div>
      )}
    </div>
  );
}

function CustomRange({ expression, range, onApply }: { readonly expression: RangeExpression; readonly range: TimeRange; readonly onApply: (range: RangeExpression) => void }) {
  const shown = (text: string, millis: number) => (isRelative(text) ? text : formatMoment(millis));
  const [from, setFrom] = useState(shown(expression.from, range.startMillis));
  const [until, setUntil] = useState(shown(expression.until, range.endMillis));
  const fault = faultOf(from, until);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (fault === '') {
      onApply({ from: toUrlForm(from), until: toUrlForm(until) });
    }
  };
  return (
    <form className="custom-range" onSubmit={apply}>
      <label>
        From
        <input value={from} spellCheck={false} onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label>
        Until
        <input value={until} spellCheck={false} onChange={(event) => setUntil(event.target.value)} />
      </label>
      <p className={fault === '' ? 'form-hint' : 'form-fault'}>{fault || 'now-3h, 2026-11-23 14:05, or unix milliseconds'}</p>
      <button type="submit" className="button primary" disabled={fault !== ''}>
        Apply range
      </button>
    </form>
  );
}

function faultOf(from: string, until: string): string {
  const nowMillis = Date.now();
  const startMillis = parseTime(from, nowMillis);
  const endMillis = parseTime(until, nowMillis);
  if (startMillis === undefined || endMillis === undefined) {
    return `${startMillis === undefined ? 'From' : 'Until'} is no moment. Try now-3h or 2026-11-23 14:05.`;
  }
  return startMillis < endMillis ? '' : 'From must be before until.';
}

// A date is local time, which means another moment to the reader of a shared link; milliseconds do not.
function toUrlForm(text: string): string {
  return isRelative(text) ? text.replaceAll(' ', '') : String(parseTime(text, Date.now()));
}
