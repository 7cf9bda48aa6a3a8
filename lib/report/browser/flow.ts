import type { SankeySeriesOption } from 'echarts/charts';
import type { ChartData } from '../markup/chart-data';
import { escapeText } from '../markup/html';
import { count, share } from '../markup/units';
import { baseOption, type Look, NARROW, type Tone } from './look';

export interface FlowNode {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly tone: Tone;
  /** Id of the node that the lines come from; null for the first node. */
  readonly from: string | null;
}

/** Nodes of the diagram that shows where every line went. Nodes without lines are left out. */
export function flowNodes({ counts, reasons }: Pick<ChartData, 'counts' | 'reasons'>): FlowNode[] {
  const nodes: FlowNode[] = [
    { id: 'lines', title: 'Lines', value: counts.lines, tone: 'lines', from: null },
    { id: 'rejected', title: 'Rejected', value: counts.rejected, tone: 'rejected', from: 'lines' },
    ...reasons.map(({ title, rejected }): FlowNode => {
      return { id: `reason ${title}`, title, value: rejected, tone: 'rejected', from: 'rejected' };
    }),
    { id: 'kept', title: 'Kept', value: counts.kept, tone: 'kept', from: 'lines' },
    { id: 'superseded', title: 'Superseded', value: counts.superseded, tone: 'superseded', from: 'lines' },
    { id: 'deleted', title: 'Deleted', value: counts.deleted, tone: 'deleted', from: 'lines' },
    { id: 'headers', title: 'Headers', value: counts.headers, tone: 'aside', from: 'lines' },
    { id: 'comments', title: 'Comments', value: counts.comments, tone: 'aside', from: 'lines' },
    { id: 'skipped', title: 'Skipped', value: counts.skipped, tone: 'aside', from: 'lines' },
    { id: 'blank', title: 'Blank', value: counts.blank, tone: 'aside', from: 'lines' },
  ];
  return nodes.filter(({ value }) => value > 0);
}

/** High enough for the labels of the last column, which has all nodes except lines and rejected. */
export function flowHeight(nodes: readonly FlowNode[]): number {
  return Math.max(300, 180 + 48 * nodes.length);
}

/** The sankey of the lines. */
export function flowOption(data: ChartData, look: Look) {
  const nodes = flowNodes(data);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const narrow = look.width < NARROW;
  const series: SankeySeriesOption = {
    type: 'sankey',
    left: 2,
    right: narrow ? 132 : 170,
    // The label of the rejected records stands above its node. Beside the node, the flow to the reasons would cross it
    // out.
    top: data.counts.rejected > 0 ? 46 : 14,
    bottom: 18,
    nodeWidth: narrow ? 10 : 14,
    nodeGap: 36,
    draggable: false,
    // Nodes stay in the order of the list: rejected records stand beside their reasons, so that no flow crosses
    // another.
    layoutIterations: 0,
    emphasis: { disabled: true },
    data: nodes.map(({ id, tone }) => ({
      name: id,
      ...(id === 'rejected' && { label: { position: 'top' as const } }),
      // The border keeps a node visible even if it has one line in a billion.
      itemStyle: { color: look.color[tone], borderColor: look.color[tone], borderWidth: 1.5 },
    })),
    links: nodes.flatMap(({ id, from, value, tone }) =>
      from === null
        ? []
        : [{ source: from, target: id, value, lineStyle: { color: look.color[tone], opacity: 0.28, curveness: 0.5 } }],
    ),
    label: {
      color: look.color.ink,
      fontFamily: look.font,
      distance: 8,
      formatter: ({ name }) => labelOf(byId.get(name), data.counts.lines),
      rich: {
        title: { fontSize: narrow ? 12 : 13, fontWeight: 'bold', color: look.color.ink, lineHeight: 16 },
        figure: { fontSize: narrow ? 11 : 12, color: look.color.muted, lineHeight: 15 },
      },
    },
  };
  return {
    ...baseOption(look),
    tooltip: {
      ...baseOption(look).tooltip,
      formatter: (shown: { readonly name: string; readonly data: unknown }) =>
        tooltipOf(byId.get(targetOf(shown)), byId, data.counts.lines),
    },
    series,
  };
}

function labelOf(node: FlowNode | undefined, lines: number): string {
  if (!node) return '';
  const part = node.id === 'lines' ? '' : ` \u00b7 ${share(node.value, lines)}`;
  return `{title|${node.title}}\n{figure|${count(node.value)}${part}}`;
}

/** A link is identified by its target, because every node but the first has exactly one link into it. */
function targetOf({ name, data }: { readonly name: string; readonly data: unknown }): string {
  return typeof data === 'object' && data !== null && 'target' in data ? String(data.target) : name;
}

function tooltipOf(node: FlowNode | undefined, byId: ReadonlyMap<string, FlowNode>, lines: number): string {
  if (!node) return '';
  const from = node.from === 'rejected' ? byId.get(node.from) : undefined;
  const ofRejected = from ? `<br>${share(node.value, from.value)} of the rejected` : '';
  const ofLines = node.from === null ? '' : `<br>${share(node.value, lines)} of all lines`;
  return `<b>${escapeText(node.title)}</b><br>${count(node.value)}${ofRejected}${ofLines}`;
}
