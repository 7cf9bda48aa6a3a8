import { textOfBytes } from '../../../job/options/parsing/byte-text';
import { quoteArgument } from '../../../job/shared/shell-quote';
import { carrierOf } from '../../../job/summary/carrier';
import { ledgerWords } from '../../../job/summary/ledger-words';
import type { Summary, SummaryOrder, SummarySpec } from '../../../job/summary/summary';
import { uncutWords } from '../../../job/summary/uncut-files';
import { decodeBytes, delimiterWords } from '../markup/bytes-in-words';
import { type Content, type Html, html } from '../markup/html';
import { bytes, count, counted, memory, share } from '../markup/units';
import { conditionWords, deletesKept } from './deletes';
import { moment } from './headline';

/** The request: the spec, the inputs, the run, and the command that repeats it. */
export function job(summary: Summary): Html {
  return html`<section aria-labelledby="job"><h2 id="job">The job</h2>
<div class="columns">
${group('Spec', specFacts(summary))}
${group('Inputs and output', placeFacts(summary))}
${group('Run', runFacts(summary))}
</div>
<h3>Command</h3>
<div class="command"><pre tabindex="0" aria-label="Command line"><code data-copy>${commandLine(summary.command)}</code></pre></div>
</section>`;
}

/**
 * Quotes arguments as `shellQuote` does. The markup also keeps an argument on one line if it fits, so that no line
 * breaks after `--`.
 */
function commandLine(command: readonly string[]): Html[] {
  return command.map(
    (argument, i) => html`${i === 0 ? '' : ' '}<span class="argument">${quoteArgument(argument)}</span>`,
  );
}

type Fact = readonly [name: string, value: Content];

function group(title: string, facts: readonly Fact[]): Html {
  const items = facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
  return html`<div><h3>${title}</h3><dl>${items}</dl></div>`;
}

/** The fact, if there is one. */
function given(name: string, value: Content | null): Fact[] {
  return value === null ? [] : [[name, value]];
}

const BAD_RECORDS = {
  fail: 'fail the run',
  drop: 'leave out',
  keep: 'leave out, keep aside in _rejected/',
} as const;

function specFacts({ spec, badRecords }: Summary): Fact[] {
  const isJson = spec.format === 'json';
  return [
    isJson ? ['Format', 'JSON Lines: one object a line'] : ['Columns', commas(spec.columns)],
    ['Key', commas(spec.key)],
    ['Latest by', spec.orderBy.map((order, i) => html`${i === 0 ? '' : ', then '}${orderWords(order)}`)],
    ...orderFacts(spec),
    ...given('Deletes', conditionWords(spec)),
    ...(isJson ? [] : fieldFacts(spec)),
    ['Bad records', BAD_RECORDS[badRecords] ?? badRecords],
  ];
}

/** The facts on how the fields of delimited text are written. */
function fieldFacts(spec: SummarySpec): Fact[] {
  const { sign, name } = delimiterWords(spec.delimiter);
  return [
    ['Delimiter', html`<code>${sign}</code>${name === null ? null : ` (${name})`}`],
    ...quoteFacts(spec),
    ['Header', spec.header === null ? 'none' : html`<code>${decodeBytes(spec.header)}</code>`],
  ];
}

const ORDER_TYPES: Readonly<Record<SummaryOrder['type'], string>> = {
  int: '64-bit integer',
  text: 'text, by its bytes',
  decimal: 'decimal',
  timestamp: 'time',
  rank: 'in a stated order',
};

function orderWords({ column, type, isLeast, ranks }: SummaryOrder): Html {
  const stated = ranks.length === 0 ? '' : `: ${ranks.map(decodeBytes).join(' < ')}`;
  return html`<code>${column}</code> (${ORDER_TYPES[type]}${stated}${isLeast ? ', the least is the latest' : ''})`;
}

/** The facts on order values that most runs do not need. */
function orderFacts({ orderBy, emptyOrder, timeZone }: SummarySpec): Fact[] {
  const hasTimes = orderBy.some(({ type }) => type === 'timestamp');
  return [
    ...(emptyOrder === 'oldest' ? [['Empty values', 'older than all others'] as const] : []),
    ...(hasTimes ? [['Time zone', html`<code>${timeZone}</code>, where a time names none`] as const] : []),
  ];
}

function quoteFacts({ quote, escape: escaping, isTrimmed }: SummarySpec): Fact[] {
  const doubled = escaping === quote ? ', doubled within fields' : null;
  const shown = html`<code>${textOfBytes(String(escaping))}</code>`;
  const escaped = html`, ${shown} before it within fields`;
  return [
    ...(quote === null && escaping !== null
      ? [['Escape', html`${shown} before delimiters and newlines in values`] as const]
      : []),
    ...(quote === null ? [] : [['Quote', html`<code>${textOfBytes(quote)}</code>${doubled ?? escaped}`] as const]),
    ...(isTrimmed ? [['Blanks', 'do not count around fields'] as const] : []),
  ];
}

const MAX_PATHS = 20;

function placeFacts(summary: Summary): Fact[] {
  const { inputs, output } = summary;
  const shown = inputs.paths.slice(0, MAX_PATHS).map((path) => html`<code>${path}</code>`);
  const more = inputs.paths.length - shown.length;
  const paths = [...shown, ...(more > 0 ? [html`and ${count(more)} more, as in the command`] : [])];
  // The ratio means nothing where an old output was merged, which can exceed the input, or where the parts are
  // compressed.
  const comparable = output.compress === 'none' && output.bytes <= inputs.bytes && inputs.bytes > 0;
  const ratio = comparable ? ` (${share(output.bytes, inputs.bytes)} of the input)` : '';
  return [
    ['Paths', html`<ul>${paths.map((path) => html`<li>${path}</li>`)}</ul>`],
    [
      'Read',
      `${counted(inputs.files, 'file')}, ${bytes(inputs.bytes)}${inputs.merged === null ? '' : ', with those of the former output'}`,
    ],
    ...(inputs.ledger === null ? [] : [['Inputs', ledgerWords(inputs.ledger)] as const]),
    ['Skipped', skipped(inputs.skipped)],
    ...(inputs.uncut.length > 0 ? [['Read twice', uncutWords(inputs.uncut)] as const] : []),
    ['Merged with', inputs.merged === null ? 'nothing' : html`the output of run <code>${inputs.merged}</code>`],
    ['Output', html`<code>${output.path}</code>`],
    ['Wrote', `${counted(output.parts.length, 'part')}, ${bytes(output.bytes)}${ratio}`],
    ...given('Deletes', deletesKept(summary)),
    ['Compression', output.compress],
  ];
}

/** Files that were skipped because their names begin with `_` or `.`, as in Hadoop. */
function skipped({ files, bytes: size, examples }: Summary['inputs']['skipped']): Content {
  if (files === 0) return 'nothing';
  const names = html`<ul>${examples.map((name) => html`<li><code>${name}</code></li>`)}</ul>`;
  const shown = files > examples.length ? ', the first are' : '';
  return html`${counted(files, 'file')}, ${bytes(size)}, for their names${shown}${names}`;
}

function runFacts(summary: Summary): Fact[] {
  return [
    ['Run', html`<code>${summary.run}</code>`],
    ['Started', moment(summary.startedAt)],
    ...carrierFacts(summary),
    ['Memory budget', memory(summary.memoryBytes)],
    ['Peak memory', memory(summary.peakMemoryBytes)],
    ['Spilled', `${bytes(summary.spilledBytes)}`],
    ['Format', `version ${summary.format}, summary version ${summary.version}`],
  ];
}

function carrierFacts(summary: Summary): Fact[] {
  return carrierOf(summary).facts.map(({ title, value, isName }) => [
    title,
    isName ? html`<code>${value}</code>` : value,
  ]);
}

function commas(names: readonly string[]): Html[] {
  return names.map((name, i) => html`${i === 0 ? '' : ', '}<code>${name}</code>`);
}
