import { useState, type FormEvent } from 'react';
import type { Queries } from '../api/queries';
import { useQuery } from '../api/useQuery';
import { OPERATORS, selectorOf, type Matcher, type Operator } from '../selector/matcher';
import type { TimeRange } from '../time/timeRange';
import { SuggestInput } from '../widget/SuggestInput';

export interface SuggestionSource {
  readonly queries: Queries;
  readonly tenant: string;
  readonly service: string;
  readonly range: TimeRange;
}

interface Props {
  readonly initial: Matcher | undefined;
  readonly source: SuggestionSource;
  readonly onApply: (matcher: Matcher) => void;
}

const OPERATOR_TITLES: Record<Operator, string> = {
  '=': '= is',
  '!=': '!= is not',
  '=~': '=~ matches',
  '!~': '!~ matches not',
};

/** Edits one label condition; names and values on offer are those of the current service. */
export function MatcherForm({ initial, source, onApply }: Props) {
  const [name, setName] = useState(initial?.name ?? '');
  const [operator, setOperator] = useState<Operator>(initial?.operator ?? '=');
  const [value, setValue] = useState(initial?.value ?? '');
  const { queries, tenant, service, range } = source;
  const selector = selectorOf(service, []);
  const key = [tenant, selector, range.startMillis, range.endMillis];
  const names = useQuery(JSON.stringify(['names', ...key]), (signal) => queries.labelNames(selector, range, signal));
  const visibleNames = (names.value ?? []).filter((label) => !label.startsWith('__') && label !== 'service_name');
  const known = visibleNames.includes(name);
  const values = useQuery(known ? JSON.stringify(['values', name, ...key]) : '', (signal) =>
    queries.labelValues(name, selector, range, signal),
  );
  const fault = faultOf(operator, value) || (names.error?.message ?? values.error?.message ?? '');
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && faultOf(operator, value) === '') {
      onApply({ name: name.trim(), operator, value });
    }
  };
  return (
    <form className="matcher-form" onSubmit={apply}>
      <SuggestInput label="Label" value={name} suggestions={visibleNames} autoFocus={initial === undefined} testId="matcher-name" onChange={setName} />
      <select aria-label="Operator" value={operator} onChange={(event) => setOperator(event.target.value as Operator)}>
        {OPERATORS.map((item) => (
          <option key={item} value={item}>
            {OPERATOR_TITLES[item]}
          </option>
        ))}
      </select>
      <SuggestInput label="Value" value={value} suggestions={known ? (values.value ?? []) : []} autoFocus={initial !== undefined} testId="matcher-value" onChange={setValue} />
      {fault !== '' && <p className="form-fault">{fault}</p>}
      <button type="submit" className="button primary" disabled={name.trim() === ''} data-testid="matcher-apply">
        {initial === undefined ? 'Add filter' : 'Apply'}
      </button>
    </form>
  );
}

// The server's expressions are RE2, the browser's are not; what neither reads is caught here, before a round trip.
function faultOf(operator: Operator, value: string): string {
  if (operator !== '=~' && operator !== '!~') {
    return '';
  }
  try {
    new RegExp(value.replace(/^\(\?[a-z]+\)/, ''));
    return '';
  } catch {
    return 'This is not a regular expression.';
  }
}
