import { oddityWords } from '../../../job/summary/oddities';
import type { RejectExample, Summary } from '../../../job/summary/summary';
import { type Html, html } from '../markup/html';
import { reasonWords } from '../markup/reasons';
import { type Table, table } from '../markup/table';
import { bytes, count, counted, share } from '../markup/units';

/** The number of rejected records, the reasons, and the first examples. */
export function rejects(summary: Summary): Html {
  const { counts, rejects } = summary;
  const heading = html`<h2 id="rejects">Rejected records</h2>`;
  if (counts.rejected === 0) {
    const words = html`<p class="fine"><span aria-hidden="true">&#x2713;</span> No rejected records: every record fits the spec.</p>`;
    return html`<section aria-labelledby="rejects">${heading}${words}${oddities(summary)}</section>`;
  }
  const examples = rejects.examples.length === 0 ? null : table(exampleTable(rejects.examples, counts.rejected));
  return html`<section aria-labelledby="rejects">${heading}
<p>${whereTheyAre(summary)}</p>
<div class="scroll">${table(reasonTable(summary))}</div>
${examples}${oddities(summary)}</section>`;
}

/** Oddities that the run accepted unchanged but warned of. */
function oddities({ oddities, spec }: Summary): Html[] {
  const columns = spec.orderBy.filter(({ type }) => type === 'text').map(({ column }) => column);
  return oddities.map((oddity) => html`<p>${oddityWords(oddity, columns)}.</p>`);
}

function whereTheyAre({ badRecords, counts, output }: Summary): Html {
  const rejected = counted(counts.rejected, 'record');
  if (badRecords !== 'keep') return html`${rejected} left out of the output.`;
  const size = bytes(output.rejected.reduce((sum, file) => sum + file.bytes, 0));
  const files = counted(output.rejected.length, 'file');
  return html`${rejected} left out of the parts and kept aside in <code>_rejected/</code>: ${files}, ${size}.`;
}

function reasonTable(summary: Summary): Table {
  const reasons = reasonWords(summary).filter(({ rejected }) => rejected > 0);
  return {
    caption: 'By reason',
    columns: [
      { title: 'Reason', kind: 'name' },
      { title: 'What is wrong', kind: 'words' },
      { title: 'Records', kind: 'figure' },
      { title: 'Share', kind: 'figure' },
    ],
    rows: reasons.map(({ title, meaning, rejected }) => {
      return [title, meaning, count(rejected), share(rejected, summary.counts.rejected)];
    }),
    cards: true,
  };
}

/** More examples would fill the page. The summary has all of them. */
const MAX_EXAMPLES = 100;

function exampleTable(examples: readonly RejectExample[], rejected: number): Table {
  const shown = examples.slice(0, MAX_EXAMPLES);
  return {
    caption: shown.length === rejected ? 'Every one of them' : `The first ${count(shown.length)} by file and offset`,
    columns: [
      { title: 'File', kind: 'code' },
      { title: 'Offset', kind: 'figure' },
      { title: 'Reason', kind: 'name' },
      { title: 'Detail' },
      { title: 'Start of the line', kind: 'code' },
    ],
    rows: shown.map(({ file, offset, reason, detail, line }) => [file, count(offset), reason, detail, line]),
    cards: true,
  };
}
