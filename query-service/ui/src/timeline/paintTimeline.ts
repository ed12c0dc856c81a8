import type { TimeRange } from '../time/timeRange';
import type { Bar } from './bins';
import type { TimeTick } from './ticks';

export const MARGIN = { left: 62, right: 10, top: 8, bottom: 20 } as const;

export interface Chart {
  readonly bars: readonly Bar[];
  readonly range: TimeRange;
  readonly timeTicks: readonly TimeTick[];
  readonly valueTicks: readonly { readonly value: number; readonly label: string }[];
  readonly width: number;
  readonly height: number;
  readonly hovered: Bar | undefined;
  readonly selected: TimeRange | undefined;
}

export interface TimelineColours {
  readonly bar: string;
  readonly barHovered: string;
  readonly barOutside: string;
  readonly grid: string;
  readonly text: string;
  readonly selection: string;
}

export function xOf(chart: Pick<Chart, 'range' | 'width'>, millis: number): number {
  const { startMillis, endMillis } = chart.range;
  const inner = chart.width - MARGIN.left - MARGIN.right;
  return MARGIN.left + ((millis - startMillis) / (endMillis - startMillis)) * inner;
}

export function millisAt(chart: Pick<Chart, 'range' | 'width'>, x: number): number {
  const { startMillis, endMillis } = chart.range;
  const inner = chart.width - MARGIN.left - MARGIN.right;
  const ratio = Math.min(1, Math.max(0, (x - MARGIN.left) / inner));
  return startMillis + ratio * (endMillis - startMillis);
}

export function paintTimeline(context: CanvasRenderingContext2D, chart: Chart, colours: TimelineColours, pixelRatio: number): void {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, chart.width, chart.height);
  context.font = '11px Inter, system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';
  const highest = chart.valueTicks[chart.valueTicks.length - 1]?.value || 1;
  const bottom = chart.height - MARGIN.bottom;
  const yOf = (value: number) => bottom - (value / highest) * (bottom - MARGIN.top);
  paintGrid(context, chart, colours, yOf);
  paintBars(context, chart, colours, yOf, bottom);
  paintTimes(context, chart, colours, bottom);
  if (chart.selected !== undefined) {
    const left = xOf(chart, chart.selected.startMillis);
    context.fillStyle = colours.selection;
    context.fillRect(left, MARGIN.top, Math.max(1, xOf(chart, chart.selected.endMillis) - left), bottom - MARGIN.top);
  }
}

function paintGrid(context: CanvasRenderingContext2D, chart: Chart, colours: TimelineColours, yOf: (value: number) => number): void {
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { value, label } of chart.valueTicks) {
    // Half a pixel puts the line on one row of pixels instead of across two.
    const y = Math.round(yOf(value)) + 0.5;
    context.fillStyle = colours.grid;
    context.fillRect(MARGIN.left, y - 0.5, chart.width - MARGIN.left - MARGIN.right, 1);
    context.fillStyle = colours.text;
    context.fillText(label, MARGIN.left - 8, y);
  }
}

function paintBars(context: CanvasRenderingContext2D, chart: Chart, colours: TimelineColours, yOf: (value: number) => number, bottom: number): void {
  for (const bar of chart.bars) {
    const left = Math.max(MARGIN.left, xOf(chart, bar.startMillis));
    const right = Math.min(chart.width - MARGIN.right, xOf(chart, bar.endMillis));
    if (right <= left) {
      continue;
    }
    const outside = chart.selected !== undefined && (bar.endMillis <= chart.selected.startMillis || bar.startMillis >= chart.selected.endMillis);
    context.fillStyle = outside ? colours.barOutside : bar === chart.hovered ? colours.barHovered : colours.bar;
    const gap = right - left > 4 ? 1 : 0;
    const top = bar.value > 0 ? Math.min(yOf(bar.value), bottom - 1) : bottom;
    context.fillRect(left, top, right - left - gap, bottom - top);
  }
}

function paintTimes(context: CanvasRenderingContext2D, chart: Chart, colours: TimelineColours, bottom: number): void {
  context.textBaseline = 'top';
  context.textAlign = 'center';
  for (const tick of chart.timeTicks) {
    const x = xOf(chart, tick.millis);
    context.fillStyle = colours.grid;
    context.fillRect(Math.round(x), bottom, 1, 4);
    context.fillStyle = colours.text;
    if (x < chart.width - MARGIN.right - 14) {
      context.fillText(tick.label, x, bottom + 6);
    }
  }
}
