import type { BarSeriesOption, CustomSeriesOption } from 'echarts/charts';
import type { BusyWorkers, ChartData, TimeData } from '../markup/chart-data';
import { escapeText } from '../markup/html';
import { duration, timeUnit } from '../markup/units';
import { axisLook, baseOption, type Look, NARROW } from './look';

interface Span {
  readonly row: number;
  readonly who: string;
  readonly phase: TimeData['phases'][number]['phase'];
  readonly startMs: number;
  readonly endMs: number;
}

const HEAD = 8;
const ROW = 30;
/** The least width of a span in pixels, so that a short one is still visible. */
const THINNEST = 2;

const AXIS = 30;
const BUSY = 230;

/** Height of the drawing in pixels. */
export function timelineHeight({ workers, busy }: TimeData): number {
  return HEAD + (1 + workers.length) * ROW + AXIS + (busy ? BUSY : 0);
}

/** The first row shows the phases, and each further row a worker. */
export function timelineRows({ phases, workers }: TimeData): { readonly titles: string[]; readonly spans: Span[] } {
  const titles = ['Phases', ...workers.map(({ worker }) => `Worker ${worker}`)];
  const spans = [
    ...phases.map((span) => ({ ...span, row: 0, who: 'Phase' })),
    ...workers.flatMap(({ worker, work }, i) => work.map((span) => ({ ...span, row: i + 1, who: `Worker ${worker}` }))),
  ];
  return { titles, spans };
}

/** Time by phase and by worker. With too many workers for a row each, a chart shows how many of them were busy. */
export function timelineOption({ time }: ChartData, look: Look) {
  const { titles, spans } = timelineRows(time);
  const unit = timeUnit(time.totalMs);
  const left = look.width < NARROW ? 68 : 84;
  // A run that took no time still needs an axis.
  const end = Math.max(time.totalMs, 1) / unit.size;
  const xAxis = { ...axisLook(look), type: 'value', min: 0, max: end } as const;
  const rowsHeight = titles.length * ROW;
  const rows = {
    ...axisLook(look),
    type: 'category',
    data: titles,
    inverse: true,
    splitLine: { show: false },
    axisLabel: { color: look.color.ink, fontSize: 12, interval: 0 },
  } as const;
  const rowsOption = {
    ...baseOption(look),
    grid: [{ left, right: 12, top: HEAD, height: rowsHeight }],
    xAxis: [
      {
        ...xAxis,
        axisLabel: { ...xAxis.axisLabel, showMaxLabel: false, formatter: `{value} ${unit.name}` },
        splitLine: { ...xAxis.splitLine, showMaxLine: false },
      },
    ],
    yAxis: [rows],
    series: [spanSeries(spans, unit.size, look)] as (CustomSeriesOption | BarSeriesOption)[],
  };
  if (!time.busy) return rowsOption;
  return {
    ...rowsOption,
    grid: [...rowsOption.grid, { left, right: 12, top: HEAD + rowsHeight + 64, bottom: 30 }],
    xAxis: [
      ...rowsOption.xAxis,
      { ...axisLook(look), type: 'category', gridIndex: 1, data: time.busy.map.map((_, i) => i), show: false } as const,
    ],
    yAxis: [
      rows,
      { ...axisLook(look), type: 'value', gridIndex: 1, name: 'workers busy', minInterval: 1, splitNumber: 4 } as const,
    ],
    series: [...rowsOption.series, ...busySeries(time.busy, look)],
  };
}

function spanSeries(spans: readonly Span[], unit: number, look: Look): CustomSeriesOption {
  return {
    type: 'custom',
    clip: true,
    encode: { x: [1, 2], y: 0 },
    data: spans.map(({ row, startMs, endMs }) => [row, startMs / unit, endMs / unit]),
    tooltip: {
      formatter: (shown) => tooltipOf(spans[(shown as { readonly dataIndex: number }).dataIndex]),
    },
    renderItem: (params, api) => {
      const span = spans[params.dataIndex];
      if (!span) return null;
      const [x = 0, y = 0] = api.coord([span.startMs / unit, span.row]);
      const [endX = 0] = api.coord([span.endMs / unit, span.row]);
      const width = Math.max(endX - x, THINNEST);
      const height = span.row === 0 ? 20 : 16;
      // A letter takes about seven pixels. A name that does not fit is still in the tooltip and in the table.
      const fits = width > span.phase.length * 7.2 + 10;
      return {
        type: 'rect',
        shape: { x, y: y - height / 2, width, height, r: width > 6 ? 3 : 0 },
        style: { fill: look.color[span.phase], stroke: look.color.paper, lineWidth: 1 },
        emphasisDisabled: true,
        textConfig: { position: 'inside' },
        ...(fits && {
          textContent: {
            type: 'text',
            style: { text: span.phase, fill: look.color['on-fill'], fontSize: 12, fontFamily: look.font },
          },
        }),
      };
    },
  };
}

function busySeries({ stretchMs, map, reduce }: BusyWorkers, look: Look): BarSeriesOption[] {
  const each = { map, reduce };
  return (['map', 'reduce'] as const).map((phase) => ({
    type: 'bar',
    stack: 'busy',
    name: phase,
    xAxisIndex: 1,
    yAxisIndex: 1,
    // Slightly wider than a stretch, so that no gaps show between the stretches.
    barWidth: '104%',
    data: [...each[phase]],
    itemStyle: { color: look.color[phase] },
    emphasis: { disabled: true },
    tooltip: {
      formatter: (shown) => {
        const { dataIndex, value } = shown as { readonly dataIndex: number; readonly value: number };
        const from = duration(dataIndex * stretchMs);
        return `<b>${phase}</b><br>${value} workers busy<br>from ${from} to ${duration((dataIndex + 1) * stretchMs)}`;
      },
    },
  }));
}

function tooltipOf(span: Span | undefined): string {
  if (!span) return '';
  const took = duration(span.endMs - span.startMs);
  const when = `from ${duration(span.startMs)} to ${duration(span.endMs)}`;
  return `<b>${escapeText(span.who)}: ${escapeText(span.phase)}</b><br>${took}<br>${when}`;
}
