/** The text that tells a person what `dedup sniff` has found. Pure. */

import { shownSeparator } from '../diagnosis/separators';
import { counted, fileSize, grouped } from '../shared/figures';
import { printable } from '../shared/printable';
import { shellQuote } from '../shared/shell-quote';
import type { Findings } from './findings';
import type { RunCommand } from './run-command';
import { type Column, decoded, type TextFindings } from './table';
import { KINDS } from './value-kinds';

/** The files of the inputs, and those of them that were looked at. */
export interface Looked {
  readonly files: number;
  readonly bytes: number;
  readonly lookedFiles: number;
  readonly lookedBytes: number;
}

const SHOWN_RECORDS = 3;
const SHOWN_COLUMNS = 40;
/** The longest text in a cell of a table. */
const CELL = 28;

export function describeFindings(findings: Findings, looked: Looked, command: RunCommand): string {
  const { table, doubts } = findings;
  const unsure = doubts.map(({ about, why }) => `  ${about}: ${why}`);
  return [
    lookedWords(looked, table.records),
    '',
    ...summaryLines(findings),
    '',
    ...inColumns(recordRows(table.columns, table.records)),
    ...moreColumns(table.columns),
    '',
    ...keyLines(findings),
    '',
    ...(unsure.length === 0 ? ['unsure: of nothing but the key'] : ['unsure', ...unsure]),
    '',
    advice(findings, command),
    '',
    shellQuote(command.words),
  ]
    .map(printable)
    .join('\n');
}

function lookedWords({ files, bytes, lookedFiles, lookedBytes }: Looked, records: number): string {
  const which = lookedFiles === files ? counted(files, 'file') : `${grouped(lookedFiles)} of ${counted(files, 'file')}`;
  const size = lookedBytes >= bytes ? `all ${fileSize(bytes)}` : `${fileSize(lookedBytes)} of ${fileSize(bytes)}`;
  return `looked at ${which}, ${size}: ${counted(records, 'record')}`;
}

function summaryLines({ table, order, encoding }: Findings): string[] {
  const { text, columns, lineEnd, skipLines } = table;
  const lines: (readonly [name: string, value: string])[] = [
    ['format', text === null ? 'json: one JSON object a line' : dialectWords(text)],
    ...(encoding === 'UTF-16' ? [['encoding', 'UTF-16, which is read as UTF-8'] as const] : []),
    ...(lineEnd === 'cr' ? [['lines', 'end in a carriage return alone'] as const] : []),
    ...(skipLines > 0
      ? [['in front', `${counted(skipLines, 'line')} before the records, to be skipped`] as const]
      : []),
    ...(text?.comment == null ? [] : [['comments', `lines that begin with '${text.comment}'`] as const]),
    ...(text === null ? [] : [['header', text.hasHeader ? 'the first line of each file' : 'none'] as const]),
    ['columns', grouped(columns.length)],
    [
      'order',
      order.order === null
        ? 'not found'
        : `${order.order.column}:${order.order.type}, whose greatest value is the latest`,
    ],
  ];
  return lines.map(([name, value]) => `  ${name.padEnd(9)} ${value}`);
}

function dialectWords({ dialect, format }: TextFindings): string {
  const { delimiter, quote, escape: escaping, isTrimmed, hasTrailingDelimiter } = dialect;
  const facts = [
    `'${shownSeparator(delimiter)}' between columns`,
    ...(quote === null ? ['no quotes'] : [`${quote} around fields`]),
    ...(escaping !== null && escaping !== quote
      ? [`${escaping} before ${quote === null ? 'delimiters and newlines in values' : 'quotes within them'}`]
      : []),
    ...(isTrimmed ? ['blanks around fields'] : []),
    ...(hasTrailingDelimiter ? ['a delimiter at the end of each line'] : []),
  ];
  return `${format}: ${facts.join(', ')}`;
}

/** One row for each column: its name, its type, and its value in the first records. */
function recordRows(columns: readonly Column[], records: number): string[][] {
  const shown = Math.min(SHOWN_RECORDS, records);
  const head = ['column', 'type', ...Array.from({ length: shown }, (_, i) => `record ${i + 1}`)];
  const rows = columns
    .slice(0, SHOWN_COLUMNS)
    .map(({ name, kind, values }) => [
      cell(name),
      KINDS[kind.kind].shown,
      ...values.slice(0, shown).map((value) => (value === null ? '(none)' : cell(decoded(value)))),
    ]);
  return [head, ...rows];
}

function moreColumns({ length }: readonly Column[]): string[] {
  return length > SHOWN_COLUMNS ? [`  and ${counted(length - SHOWN_COLUMNS, 'further column')}`] : [];
}

function cell(text: string): string {
  const shown = printable(text);
  return shown.length > CELL ? `${shown.slice(0, CELL - 1)}…` : shown;
}

function keyLines({ keys, table }: Findings): string[] {
  if (keys.candidates.length === 0) return ['key candidates: none, as no column tells records apart'];
  const rows = keys.candidates.map(({ columns, distinct, records }) => [
    columns.join(','),
    grouped(distinct),
    records === 0 ? '' : `${Math.floor((100 * distinct) / records)} %`,
  ]);
  return [
    `key candidates, and how many different values they have in ${counted(table.records, 'record')}`,
    ...inColumns(rows),
  ];
}

/** Cells in columns that are as wide as their widest cell, without blanks at the ends of lines. */
function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `  ${row.map((text, i) => text.padEnd(widths[i] as number)).join('  ')}`.trimEnd());
}

function advice({ keys }: Findings, { isComplete }: RunCommand): string {
  const key =
    keys.guess === null
      ? 'Nothing in the files says which columns make the key.'
      : `--key ${keys.guess.columns.join(',')} is a guess: nothing in the files says which columns make the key.`;
  return `${key} ${isComplete ? 'If it is right, paste this:' : 'Write names in place of <…>, then paste this:'}`;
}
