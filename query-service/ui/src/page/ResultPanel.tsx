import type { ProfileType } from '../format/profileType';
import type { PageState } from '../state/pageState';
import type { Navigate } from '../state/usePageState';
import type { Theme } from '../state/useTheme';
import { toExpression } from '../time/timeRange';
import { EmptyRange, NoServices } from './EmptyState';
import { ErrorPanel } from './ErrorPanel';
import { Results } from './Results';
import type { PageData } from './usePageData';
import { Waiting } from './Waiting';

interface Props {
  readonly state: PageState;
  readonly data: PageData;
  readonly type: ProfileType;
  readonly theme: Theme;
  readonly navigate: Navigate;
  readonly onToast: (text: string) => void;
}

/** Chooses between an answer, its absence and a fault; each says what can be done next. */
export function ResultPanel(props: Props) {
  const { state, data, navigate } = props;
  const error = data.flame.error ?? data.offers.error ?? data.timeline.error;
  if (data.flame.error !== undefined || (error !== undefined && data.tree === undefined && !data.flame.loading)) {
    return <ErrorPanel error={error} onRetry={data.clock.refresh} />;
  }
  if (data.tree !== undefined && !data.empty) {
    return <Results {...props} tree={data.tree} />;
  }
  const nothingOffered = !data.chosen && !data.loading && state.service !== '';
  if (data.empty || nothingOffered) {
    return (
      <EmptyRange
        service={state.service}
        range={data.range}
        filtered={state.matchers.length > 0}
        lastMillis={data.lastMillis}
        onShow={(range) => navigate({ range: toExpression(range) })}
        onDropFilters={() => navigate({ matchers: [] })}
      />
    );
  }
  return data.loading || data.chosen ? <Waiting /> : <NoServices />;
}
