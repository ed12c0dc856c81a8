import type { PageState } from '../state/pageState';
import type { Navigate } from '../state/usePageState';
import { shortName } from '../flame/frameName';
import { Icon } from '../widget/Icon';
import { Segmented } from '../widget/Segmented';
import { SearchBox } from './SearchBox';

interface Props {
  readonly state: PageState;
  readonly searchFault: string;
  readonly searchSummary: string;
  readonly functionSummary: string;
  readonly navigate: Navigate;
  readonly onCopyFolded: () => void;
}

const VIEW_CHOICES = [
  { value: 'flame', title: 'Flame graph' },
  { value: 'both', title: 'Both' },
  { value: 'table', title: 'Table' },
] as const;

const ORDER_CHOICES = [
  { value: 'weight', title: 'By weight' },
  { value: 'name', title: 'By name' },
] as const;

export function ResultToolbar({ state, searchFault, searchSummary, functionSummary, navigate, onCopyFolded }: Props) {
  return (
    <div className="toolbar" role="toolbar" aria-label="View">
      <Segmented label="View" value={state.view} choices={VIEW_CHOICES} testId="view-switch" onChoose={(view) => navigate({ view })} />
      <SearchBox
        text={state.search}
        fault={searchFault}
        summary={searchSummary}
        onChange={(search) => navigate({ search, functionName: '' }, 'replace')}
      />
      {state.functionName !== '' && (
        <span className="chip hit" data-testid="function-chip">
          <span className="chip-text" title={state.functionName}>
            <span>{shortName(state.functionName)}</span>
            <b>{functionSummary}</b>
          </span>
          <button type="button" className="chip-close" aria-label="Stop lighting up this function" onClick={() => navigate({ functionName: '' })}>
            <Icon name="close" />
          </button>
        </span>
      )}
      <div className="toolbar-end">
        {state.view !== 'table' && (
          <Segmented label="Order of siblings" value={state.order} choices={ORDER_CHOICES} testId="order-switch" onChoose={(order) => navigate({ order })} />
        )}
        <button type="button" className="button" title="Copy as folded stacks: one line per stack, with its value" data-testid="copy-folded" onClick={onCopyFolded}>
          <Icon name="copy" /> Copy folded stacks
        </button>
      </div>
    </div>
  );
}
