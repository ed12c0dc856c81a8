import { MatcherEditor } from '../picker/MatcherEditor';
import type { PageState } from '../state/pageState';
import type { Navigate } from '../state/usePageState';
import type { PageData } from './usePageData';

interface Props {
  readonly state: PageState;
  readonly data: PageData;
  readonly navigate: Navigate;
}

/** The label filters, and the selector they make, for pasting into other tools. */
export function FilterBar({ state, data, navigate }: Props) {
  return (
    <div className="filter-bar">
      <MatcherEditor
        matchers={state.matchers}
        source={{ queries: data.queries, tenant: data.tenant, service: state.service, range: data.range }}
        onChange={(matchers) => navigate({ matchers, zoom: '' })}
      />
      {data.chosen && <code className="selector" title={data.selector} data-testid="selector">{data.selector}</code>}
    </div>
  );
}
