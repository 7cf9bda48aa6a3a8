import { flowHeight, flowNodes } from '../browser/flow';
import type { ChartData } from '../markup/chart-data';
import { type Html, html } from '../markup/html';
import { figuresBehind } from '../markup/table';
import { count, share } from '../markup/units';
import { chart } from './chart';

/** Where every line went. */
export function flow(data: ChartData): Html {
  const nodes = flowNodes(data);
  if (nodes.length === 0) return html``;
  const { lines } = data.counts;
  const said = nodes.map(({ title, value, from }) => {
    const what = `${count(value)} ${title.toLowerCase()}`;
    return from === 'rejected' ? `${what} (a reason of rejection)` : what;
  });
  const drawing = chart({
    id: 'flow',
    height: flowHeight(nodes),
    words: `Flow from lines to what became of them: ${said.join(', ')}.`,
    caption: 'Every line is exactly one of these. Flows of no lines are left out.',
  });
  const figures = figuresBehind({
    caption: 'Where every line went',
    columns: [
      { title: 'Lines', kind: 'words' },
      { title: 'Count', kind: 'figure' },
      { title: 'Share', kind: 'figure' },
    ],
    rows: nodes.map(({ title, value, from }) => {
      return [from === 'rejected' ? `Rejected: ${title}` : title, count(value), share(value, lines)];
    }),
  });
  return html`<section aria-labelledby="flow"><h2 id="flow">Where every line went</h2>${drawing}${figures}</section>`;
}
