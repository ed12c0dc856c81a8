import { useEffect } from 'react';
import { parseProfileType, profileTypeTitle } from '../format/profileType';
import { usePageState } from '../state/usePageState';
import { useTheme } from '../state/useTheme';
import { Timeline } from '../timeline/Timeline';
import { toExpression, zoomOutExpression } from '../time/timeRange';
import { useToast } from '../widget/useToast';
import { FilterBar } from './FilterBar';
import { PartialBanner } from './PartialBanner';
import { SampledBanner } from './SampledBanner';
import { ResultPanel } from './ResultPanel';
import { TopBar } from './TopBar';
import { usePageData } from './usePageData';

/** The whole page: what is asked on top, when it happened below, and where the time went under that. */
export function App() {
  const [state, navigate] = usePageState();
  const { choice, theme, choose } = useTheme();
  const data = usePageData(state, navigate);
  const { toast, show } = useToast();
  const type = parseProfileType(state.profileTypeId);
  useEffect(() => {
    document.title = state.service === '' ? 'Flamestream' : `${state.service} · ${profileTypeTitle(state.profileTypeId)} · Flamestream`;
  }, [state.service, state.profileTypeId]);

  return (
    <div className="page">
      <div className={data.loading ? 'progress running' : 'progress'} role="progressbar" aria-label="Loading" aria-hidden={!data.loading} />
      <TopBar state={state} data={data} theme={choice} onTheme={choose} navigate={navigate} />
      <FilterBar state={state} data={data} navigate={navigate} />
      <PartialBanner reasons={data.partialReasons} />
      <SampledBanner oneIn={data.sampledOneIn} />
      <main>
        {data.chosen && data.timeline.error === undefined && (
          <Timeline
            points={data.timeline.value ?? []}
            type={type}
            range={data.range}
            stepSeconds={data.stepSeconds}
            theme={theme}
            onSelect={(range) => navigate({ range: toExpression(range) })}
            onZoomOut={() => navigate({ range: zoomOutExpression(state.range, data.range, Date.now()) })}
          />
        )}
        {data.timeline.error !== undefined && data.flame.error === undefined && (
          <p className="panel timeline-fault" role="alert">The timeline failed: {data.timeline.error.message}</p>
        )}
        <ResultPanel state={state} data={data} type={type} theme={theme} navigate={navigate} onToast={show} />
      </main>
      <div className={toast === '' ? 'toast' : 'toast shown'} role="status">
        {toast}
      </div>
    </div>
  );
}
