/** Random files with quoted fields by seed, and the right answer for them, in which Python's csv module reads the fields. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Delimited } from '../../job/format/delimited';
import type { Dialect } from '../../job/options/spec';
import { specOf } from './in-process';
import type { OracleSpec } from './oracle';
import { PYTHON } from './python';
import type { Random } from './random';

/** A byte that stands for the delimiter where Python reads: it takes delimiters of one byte only. No value has it. */
const STAND_IN = '\xfe';

/** One file as the job reads it, and as Python does, which differ in the delimiter only. */
export interface QuotedFile {
  readonly text: string;
  readonly forPython: string;
}

export interface QuotedCase {
  readonly spec: OracleSpec;
  readonly dialect: Pick<Dialect, 'quote' | 'escape'>;
  readonly files: readonly QuotedFile[];
}

export interface QuotedAnswer {
  /** The latest records, in the order of their bytes. */
  readonly kept: readonly string[];
  readonly rejected: { readonly columns: number; readonly order: number };
}

/** @param mostLines the most records of each file */
export function randomQuotedCase(random: Random, mostLines = 40): QuotedCase {
  const columns = random.int(2, 6);
  const orderColumn = random.int(0, columns);
  const others = Array.from({ length: columns }, (_, i) => i).filter((column) => column !== orderColumn);
  const keyColumns = others.filter(() => random.chance(0.5));
  const quote = random.pick(['"', '"', "'", '\x02', '\xff']);
  const isDoubled = random.chance(0.7);
  const delimiter = randomDelimiter(random, quote);
  const spec = {
    columns,
    delimiter,
    keyColumns: keyColumns.length > 0 ? keyColumns : [others[0] as number],
    orderColumn,
    orderIsText: false,
  };
  const dialect = { quote, escape: isDoubled ? quote : '\\' };
  const vocabulary = Array.from({ length: random.int(1, 12) }, () => randomValue(random, delimiter, quote));
  const files = Array.from({ length: random.int(1, 4) }, () =>
    randomFile(random, spec, dialect, vocabulary, mostLines),
  );
  return { spec, dialect, files };
}

function randomDelimiter(random: Random, quote: string): string {
  const usual = [',', ';', '\t', '::', '||', '\xc2\xa6', '\x01', '|~|', 'aab', '12345678'];
  return random.pick(usual.filter((each) => !each.includes(quote)));
}

function randomValue(random: Random, delimiter: string, quote: string): string {
  const pieces = ['a', 'b', ' ', '\\', quote, quote, delimiter, delimiter.slice(0, 1), '\n', '\r\n', '\r', '\xe4', '7'];
  return Array.from({ length: random.int(0, 6) }, () => random.pick(pieces)).join('');
}

function randomFile(
  random: Random,
  spec: OracleSpec,
  dialect: QuotedCase['dialect'],
  vocabulary: readonly string[],
  mostLines: number,
): QuotedFile {
  const ending = random.pick(['\n', '\n', '\r\n']);
  const lines = Array.from({ length: random.int(0, mostLines) }, () => {
    if (random.chance(0.03)) return [];
    const columns = random.chance(0.05) ? random.int(1, spec.columns + 2) : spec.columns;
    return Array.from({ length: columns }, (_, column) =>
      written(random, column === spec.orderColumn ? randomOrder(random) : random.pick(vocabulary), spec, dialect),
    );
  });
  const isLastOpen = random.chance(0.3);
  const text = (delimiter: string) => {
    const whole = lines.map((fields) => fields.join(delimiter) + ending).join('');
    return isLastOpen ? whole.slice(0, -ending.length) : whole;
  };
  return { text: text(spec.delimiter), forPython: text(STAND_IN) };
}

function randomOrder(random: Random): string {
  return random.chance(0.05) ? random.pick(['', 'x', '1.5']) : String(random.int(-3, 4));
}

/** A value as a field: in quotes where it needs them, and now and then where it does not. */
function written(
  random: Random,
  value: string,
  { delimiter }: OracleSpec,
  { quote, escape: by }: QuotedCase['dialect'],
): string {
  // Python takes an escape outside of quotes too, where it is data here
  const needsQuotes = ['\r', '\n', ...delimiter, ...(by === quote ? [] : [by as string])];
  const isSafe = !value.startsWith(quote as string) && !needsQuotes.some((byte) => value.includes(byte));
  // a line of one empty field would be a blank line
  if (isSafe && value !== '' && random.chance(0.5)) return value;
  const special = by === quote ? [quote as string] : [quote as string, by as string];
  const inside = [...value].map((byte) => (special.includes(byte) ? `${by}${byte}` : byte)).join('');
  return `${quote}${inside}${quote}`;
}

/** The answers for some cases, by one run of Python. */
export function quotedAnswers(cases: readonly QuotedCase[]): QuotedAnswer[] {
  const tasks = cases.flatMap(({ files, dialect }) =>
    files.map(({ forPython }) => JSON.stringify({ text: forPython, options: optionsOf(dialect) })),
  );
  const script = join(__dirname, 'csv-records.py');
  const input = tasks.map((task) => `${task}\n`).join('');
  const { stdout, stderr, status } = spawnSync(PYTHON, [script], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(stderr);
  const read = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, string[]][]);
  return cases.map(({ spec, files }) => latestOf(read.splice(0, files.length).flat(), spec));
}

function optionsOf({ quote, escape: by }: QuotedCase['dialect']): object {
  const isDoubled = by === quote;
  return { delimiter: STAND_IN, quotechar: quote, doublequote: isDoubled, escapechar: isDoubled ? null : by };
}

function latestOf(records: readonly (readonly [string, readonly string[]])[], spec: OracleSpec): QuotedAnswer {
  const latest = new Map<string, { order: bigint; text: string }>();
  const rejected = { columns: 0, order: 0 };
  for (const [raw, values] of records) {
    const order = values[spec.orderColumn] as string;
    if (values.length !== spec.columns) rejected.columns++;
    else if (!/^[+-]?\d+$/.test(order)) rejected.order++;
    else {
      const key = JSON.stringify(spec.keyColumns.map((column) => values[column]));
      const text = raw.replaceAll(STAND_IN, spec.delimiter);
      const found = { order: BigInt(order), text };
      const before = latest.get(key);
      if (!before || found.order > before.order || (found.order === before.order && text > before.text)) {
        latest.set(key, found);
      }
    }
  }
  return { kept: [...latest.values()].map(({ text }) => text).sort(), rejected };
}

/** The records of all parts, in the order of their bytes. */
export function recordsIn(parts: Buffer, { spec, dialect }: QuotedCase): string[] {
  const format = new Delimited({ ...specOf(spec), ...dialect });
  const records: string[] = [];
  for (let rest = parts; rest.length > 0; ) {
    const end = format.endOfRecord(rest, 0);
    records.push(rest.subarray(0, end - 1).toString('latin1'));
    rest = rest.subarray(end);
  }
  return records.sort();
}
