import type { Summary, SummaryPart } from '../../../job/summary/summary';
import { partsHeight } from '../browser/parts';
import { type ChartData, MAX_PART_BARS } from '../markup/chart-data';
import { type Html, html } from '../markup/html';
import { figuresBehind, type Table, table } from '../markup/table';
import { bytes, count, counted } from '../markup/units';
import { chart } from './chart';
import { deletesKept } from './deletes';

/** The parts by size. */
export function parts({ parts }: ChartData, summary: Summary): Html {
  const { output } = summary;
  const heading = html`<h2 id="parts">Parts</h2>`;
  const deletes = deletesKept(summary);
  const where = html`<p>${counted(output.parts.length, 'part')}, ${bytes(output.bytes)}${
    output.compress === 'none' ? '' : `, ${output.compress}`
  }, in <code>${output.path}</code></p>${deletes === null ? null : html`<p>${deletes}.</p>`}`;
  if (output.parts.length === 0) return html`<section aria-labelledby="parts">${heading}${where}</section>`;
  const listed = partTable(output.parts);
  if (output.parts.length === 1) {
    return html`<section aria-labelledby="parts">${heading}${where}<div class="scroll">${table(listed)}</div></section>`;
  }
  const spread = spreadWords(output.parts);
  const drawing = chart({
    id: 'parts',
    height: partsHeight(parts),
    words: `Parts by size: ${spread}`,
    caption:
      parts.perBar === 1
        ? spread
        : `${spread} A bar is the mean of ${count(parts.perBar)} parts in name order, its stroke their smallest to largest.`,
  });
  return html`<section aria-labelledby="parts">${heading}${where}${drawing}${figuresBehind(listed)}</section>`;
}

/** `Sizes from 16.1 MB to 16.5 MB, median 16.3 MB; the largest is 1.01 times the mean.` */
export function spreadWords(parts: readonly SummaryPart[]): string {
  const sizes = parts.map((part) => part.bytes).sort((a, b) => a - b);
  const [smallest = 0] = sizes;
  const largest = sizes.at(-1) ?? 0;
  const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(sizes.length, 1);
  if (smallest === largest) return `All are ${bytes(largest)}.`;
  const [low = 0, high = 0] = [sizes[(sizes.length - 1) >> 1], sizes[sizes.length >> 1]];
  const median = (low + high) / 2;
  const times = (largest / mean).toFixed(2);
  return `Sizes from ${bytes(smallest)} to ${bytes(largest)}, median ${bytes(median)}; the largest is ${times} times the mean.`;
}

const EXTREMES = 10;

function partTable(parts: readonly SummaryPart[]): Table {
  const all = parts.length <= MAX_PART_BARS;
  const bySize = all ? [] : parts.toSorted((a, b) => b.bytes - a.bytes);
  const listed = all ? parts : [...bySize.slice(0, EXTREMES), ...bySize.slice(-EXTREMES)];
  return {
    caption: all ? 'Parts' : `The ${EXTREMES} largest and the ${EXTREMES} smallest parts`,
    columns: [
      { title: 'Part', kind: 'code' },
      { title: 'Size', kind: 'figure' },
      { title: 'Bytes', kind: 'figure' },
      { title: 'Records', kind: 'figure' },
      { title: 'CRC-32', kind: 'code' },
    ],
    cards: true,
    rows: listed.map(({ name, bytes: size, lines, crc32 }) => {
      return [name, bytes(size), count(size), count(lines), crc32.toString(16).padStart(8, '0')];
    }),
  };
}
