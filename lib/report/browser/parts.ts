import type { BarSeriesOption, CustomSeriesOption } from 'echarts/charts';
import { printable } from '../../../job/shared/printable';
import type { ChartData, PartBar, PartsData } from '../markup/chart-data';
import { escapeText } from '../markup/html';
import { bytes, byteUnit, count, counted } from '../markup/units';
import { axisLook, baseOption, type Look, NARROW } from './look';

/** Up to this many parts are drawn as horizontal bars, with their names and sizes beside them. */
const MAX_NAMED_BARS = 20;

/** Height of the drawing in pixels. */
export function partsHeight({ bars, perBar }: PartsData): number {
  return areNamed(bars, perBar) ? 8 + 28 * bars.length : 300;
}

function areNamed(bars: readonly PartBar[], perBar: number): boolean {
  return bars.length <= MAX_NAMED_BARS && perBar === 1;
}

/**
 * The parts by size, in name order. Depending on their number they are bars with names, bars without names, or bars of
 * several parts that show mean and extremes.
 */
export function partsOption({ parts }: ChartData, look: Look) {
  return areNamed(parts.bars, parts.perBar) ? lyingBars(parts, look) : standingBars(parts, look);
}

function lyingBars({ bars }: PartsData, look: Look) {
  const narrow = look.width < NARROW;
  return {
    ...baseOption(look),
    tooltip: tooltipLook(bars, look),
    grid: { left: narrow ? 80 : 104, right: 78, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, show: false } as const,
    yAxis: {
      ...axisLook(look),
      type: 'category',
      inverse: true,
      data: bars.map(({ title }) => printable(title)),
      axisLabel: { color: look.color.ink, fontSize: 12, interval: 0, width: narrow ? 74 : 96, overflow: 'truncate' },
    } as const,
    series: {
      ...barSeries(bars, 1, look),
      label: {
        show: true,
        position: 'right',
        color: look.color.muted,
        fontSize: 12,
        formatter: ({ dataIndex }) => bytes(bars[dataIndex]?.bytes ?? 0),
      },
    } as BarSeriesOption,
  };
}

function standingBars({ bars, perBar }: PartsData, look: Look) {
  const unit = byteUnit(Math.max(...bars.map(({ largest }) => largest)));
  const series: (BarSeriesOption | CustomSeriesOption)[] = [barSeries(bars, unit.size, look)];
  if (perBar > 1) series.push(extremesSeries(bars, unit.size, look));
  return {
    ...baseOption(look),
    tooltip: tooltipLook(bars, look),
    grid: { left: 44, right: 8, top: 30, bottom: 40 },
    xAxis: {
      ...axisLook(look),
      type: 'category',
      data: bars.map((_, i) => count(i * perBar)),
      name: perBar > 1 ? `part (${count(perBar)} to a bar)` : 'part',
      nameLocation: 'middle',
      nameGap: 26,
    } as const,
    yAxis: { ...axisLook(look), type: 'value', min: 0, name: unit.name, splitNumber: 4 } as const,
    series,
  };
}

function barSeries(bars: readonly PartBar[], unit: number, look: Look): BarSeriesOption {
  return {
    type: 'bar',
    data: bars.map((bar) => bar.bytes / unit),
    barMaxWidth: 22,
    barCategoryGap: '28%',
    barMinHeight: 1,
    itemStyle: { color: look.color.kept, borderRadius: 2 },
    emphasis: { disabled: true },
  };
}

/** A line from the smallest part of each bar to its largest. */
function extremesSeries(bars: readonly PartBar[], unit: number, look: Look): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    z: 3,
    encode: { x: 0, y: [1, 2] },
    data: bars.map(({ smallest, largest }, i) => [i, smallest / unit, largest / unit]),
    renderItem: (params, api) => {
      const bar = bars[params.dataIndex];
      if (!bar) return null;
      const [x = 0, low = 0] = api.coord([params.dataIndex, bar.smallest / unit]);
      const [, high = 0] = api.coord([params.dataIndex, bar.largest / unit]);
      return {
        type: 'line',
        shape: { x1: x, x2: x, y1: low, y2: high },
        style: { stroke: look.color.ink, lineWidth: 1.5 },
        emphasisDisabled: true,
      };
    },
  };
}

function tooltipLook(bars: readonly PartBar[], look: Look) {
  const formatter = ({ dataIndex }: { readonly dataIndex: number }) => {
    const bar = bars[dataIndex];
    if (!bar) return '';
    const lines = `<br>${counted(bar.lines, 'record')}`;
    if (bar.smallest === bar.largest) return `<b>${escapeText(bar.title)}</b><br>${bytes(bar.bytes)}${lines}`;
    const extremes = `${bytes(bar.smallest)} to ${bytes(bar.largest)}`;
    return `<b>${escapeText(bar.title)}</b><br>${bytes(bar.bytes)} each on average<br>${extremes}${lines}`;
  };
  return { ...baseOption(look).tooltip, formatter };
}
