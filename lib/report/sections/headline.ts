import { type Counts, isBalanced } from '../../../job/summary/books';
import { carrierOf } from '../../../job/summary/carrier';
import { keyWords } from '../../../job/summary/key-words';
import { type Summary, totalTimeMs } from '../../../job/summary/summary';
import { type Html, html } from '../markup/html';
import { bytes, compact, count, counted, duration, memory, share } from '../markup/units';
import { deletedKeys } from './deletes';

/** The outcome of the run at the head of the page: in words, as an equation, and in figures. */
export function headline(summary: Summary): Html {
  const { counts, run, startedAt } = summary;
  return html`<header>
<p class="eyebrow"><span>dedup</span> <span>run <code>${run}</code></span> ${moment(startedAt)}</p>
<h1>${outcome(counts)}</h1>
<p class="badges">${badges(counts)}</p>
<p class="lead">${lead(summary)}</p>
${books(counts)}
${facts(summary)}
</header>`;
}

/** `6,938,338 latest records kept of 10,000,000 lines`, as plain text. */
export function outcomeWords({ kept, lines }: Counts): string {
  if (lines === 0) return 'Nothing to keep: the inputs have no lines';
  const records = kept === 0 ? 'No records' : counted(kept, 'latest record');
  return `${records} kept of ${counted(lines, 'line')}`;
}

function outcome(counts: Counts): Html {
  const words = outcomeWords(counts);
  const figure = /^[\d,]+/.exec(words)?.[0] ?? '';
  return html`${figure ? html`<b>${figure}</b>` : null}${words.slice(figure.length)}`;
}

function badges(counts: Counts): Html[] {
  const { rejected } = counts;
  const outcome = isBalanced(counts)
    ? html`<span class="badge good"><span aria-hidden="true">&#x2713;</span> counts balance</span>`
    : html`<span class="badge bad"><span aria-hidden="true">&#x2717;</span> counts do not balance</span>`;
  return rejected === 0 ? [outcome] : [outcome, html` <span class="badge warn">${count(rejected)} rejected</span>`];
}

function lead(summary: Summary): Html {
  const { counts, keys, inputs, output } = summary;
  const { kept, superseded, deleted } = counts;
  const records = kept + superseded + deleted;
  const older = `${counted(superseded, 'older record')} (${share(superseded, records)} of all records)`;
  const repeated = superseded === 0 ? 'No key came twice. ' : `${older} superseded by a later one of the same key. `;
  const gone = kept + deleted === 0 ? null : repeated;
  const files = `${counted(inputs.files, 'file')}, ${bytes(inputs.bytes)}`;
  const former =
    inputs.merged === null ? null : html`, among them the former output, of run <code>${inputs.merged}</code>`;
  const merged = keys === null ? former : html`${former} (${keyWords(keys)})`;
  const parts = `${counted(output.parts.length, 'part')}, ${bytes(output.bytes)}`;
  return html`${gone}${deletedKeys(counts)}Read ${files}${merged}; wrote ${parts}, in ${duration(totalTimeMs(summary))}.`;
}

/** The equation of the books, with figures. It leaves comments, skipped lines and deletes out where there are none. */
function books({ lines, blank, headers, comments, skipped, kept, superseded, deleted, rejected }: Counts): Html {
  const terms = [
    term('aside', blank, 'blank'),
    term('aside', headers, headers === 1 ? 'header' : 'headers'),
    ...(comments > 0 ? [term('aside', comments, comments === 1 ? 'comment' : 'comments')] : []),
    ...(skipped > 0 ? [term('aside', skipped, 'skipped')] : []),
    term('kept', kept, 'kept'),
    term('superseded', superseded, 'superseded'),
    ...(deleted > 0 ? [term('deleted', deleted, 'deleted')] : []),
    term('rejected', rejected, 'rejected'),
  ];
  const sum = terms.map((each, i) => html`<span class="step"><i>${i === 0 ? '=' : '+'}</i> ${each}</span> `);
  return html`<p class="books">${term('lines', lines, lines === 1 ? 'line' : 'lines')} ${sum}</p>`;
}

function term(tone: string, n: number, name: string): Html {
  return html`<span class="term ${tone}${n === 0 ? ' none' : ''}"><b>${count(n)}</b> <span>${name}</span></span>`;
}

function facts(summary: Summary): Html {
  const { counts, inputs, phases, memoryBytes, peakMemoryBytes, spilledBytes } = summary;
  const { workers, peakOf } = carrierOf(summary);
  const ms = totalTimeMs(summary);
  const isWhole = phases.some(({ phase }) => phase === 'publish');
  const perSecond = (n: number, format: (n: number) => string) => (ms > 0 ? `${format((n * 1000) / ms)}/s` : '–');
  const all = [
    ['Time', duration(ms), isWhole ? 'publication included' : 'until publication'],
    ['Lines', perSecond(counts.lines, compact), 'over that time'],
    ['Input', perSecond(inputs.bytes, bytes), 'over that time'],
    [workers.title, count(workers.count), workers.note],
    ['Peak memory', memory(peakMemoryBytes), `${peakOf}budget ${memory(memoryBytes)}`],
    ['Spilled', bytes(spilledBytes), spilledBytes === 0 ? 'all fitted in memory' : 'to temporary files'],
  ] as const;
  const items = all.map(([title, figure, note]) => {
    return html`<div><dt>${title}</dt><dd><b>${figure}</b> <span>${note}</span></dd></div>`;
  });
  return html`<dl class="facts">${items}</dl>`;
}

/** A time in readable form, or the original text where it is not a date. */
export function moment(iso: string): Html {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return html`<span>${iso}</span>`;
  return html`<time datetime="${iso}">${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC</time>`;
}
