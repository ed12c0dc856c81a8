import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Point } from '../api/answers';
import { formatMoment, formatSpan } from '../format/moment';
import { timelineMeasure, type ProfileType } from '../format/profileType';
import { formatValue } from '../format/units';
import type { Theme } from '../state/useTheme';
import type { TimeRange } from '../time/timeRange';
import { fitCanvas } from '../widget/canvas';
import { Icon } from '../widget/Icon';
import { useElementSize } from '../widget/useElementSize';
import { barAt, toBars } from './bins';
import { millisAt, paintTimeline, type TimelineColours } from './paintTimeline';
import { timeTicks, valueTicks } from './ticks';
import { useSpanSelection } from './useSpanSelection';

interface Props {
  readonly points: readonly Point[];
  readonly type: ProfileType;
  readonly range: TimeRange;
  readonly stepSeconds: number;
  readonly theme: Theme;
  readonly onSelect: (range: TimeRange) => void;
  readonly onZoomOut: () => void;
}

const PIXELS_PER_TIME_TICK = 110;
const MOST_VALUE_TICKS = 3;

const COLOURS: Record<Theme, TimelineColours> = {
  light: { bar: '#f3a066', barHovered: '#e0641a', barOutside: '#eeddd0', grid: '#e9e5e0', text: '#6f675f', selection: 'rgba(224, 100, 26, 0.13)' },
  dark: { bar: '#b8622b', barHovered: '#f58232', barOutside: '#4a3a2e', grid: '#2f2c2a', text: '#a39a91', selection: 'rgba(245, 130, 50, 0.18)' },
};

/** How much there was, over time; a part of it is selected by dragging or with Shift and the arrows. */
export function Timeline({ points, type, range, stepSeconds, theme, onSelect, onZoomOut }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useElementSize(frame);
  const measure = timelineMeasure(type);
  const factor = measure.factor(stepSeconds);
  const bars = useMemo(() => toBars(points.map((point) => ({ ...point, value: point.value * factor })), stepSeconds), [points, factor, stepSeconds]);
  const toMillis = (clientX: number) => millisAt({ range, width }, clientX - (canvas.current?.getBoundingClientRect().left ?? 0));
  const { selected, atMillis, handlers } = useSpanSelection({ range, stepMillis: stepSeconds * 1_000, millisAt: toMillis, onSelect });
  const hovered = atMillis === undefined || selected !== undefined ? undefined : barAt(bars, atMillis);
  const write = (value: number) => formatValue(value, measure.unit) + measure.suffix;

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || width === 0) {
      return;
    }
    const highest = bars.reduce((most, bar) => Math.max(most, bar.value), 0);
    const chart = {
      bars, range, width, height, hovered, selected,
      timeTicks: timeTicks(range, Math.max(2, Math.floor(width / PIXELS_PER_TIME_TICK))),
      valueTicks: valueTicks(highest, measure.unit, MOST_VALUE_TICKS).map((value) => ({ value, label: formatValue(value, measure.unit) })),
    };
    paintTimeline(context, chart, COLOURS[theme], fitCanvas(canvas.current, width, height));
  });

  const readout =
    selected !== undefined
      ? `${formatMoment(selected.startMillis)} – ${formatMoment(selected.endMillis).slice(11)} (${formatSpan(selected.endMillis - selected.startMillis)})`
      : atMillis !== undefined
        ? `${formatMoment(hovered?.startMillis ?? atMillis)}   ${hovered === undefined ? 'no data' : write(hovered.value)}`
        : '';
  return (
    <section className="timeline panel" aria-label="Timeline">
      <header>
        <h2>{measure.title}</h2>
        <span className="muted">per {formatSpan(stepSeconds * 1_000)} step</span>
        <output className="timeline-readout" aria-live="polite" data-testid="timeline-readout">
          {readout}
        </output>
        <button type="button" className="button ghost small" title="Twice the time range" data-testid="zoom-out" onClick={onZoomOut}>
          <Icon name="zoomOut" /> Zoom out
        </button>
      </header>
      <div
        ref={frame}
        className="timeline-frame"
        role="application"
        aria-label="Timeline. Left and right read values, Shift with them selects, Enter zooms to the selection."
        tabIndex={0}
        data-testid="timeline"
        data-bar-count={bars.length}
        {...handlers}
      >
        <canvas ref={canvas} />
      </div>
    </section>
  );
}
