/** Random inputs by seed, with any bytes, ties, signs, leading zeros, bad lines and every line ending. */

import type { OracleSpec } from './oracle';
import type { Random } from './random';

const NEWLINE = 10;
const RETURN = 13;

export function randomSpec(random: Random): OracleSpec {
  const columns = random.int(1, 7);
  const all = Array.from({ length: columns }, (_, i) => i);
  const keyColumns = all.filter(() => random.chance(0.4));
  const delimiters = Array.from({ length: 256 }, (_, i) => i).filter((byte) => byte !== NEWLINE && byte !== RETURN);
  const delimiter = random.chance(0.5) ? random.pick([94, 9, 44, 124, 0, 1, 255]) : random.pick(delimiters);
  const orderColumn = random.pick(all);
  // a digit or a sign as the delimiter would leave no integers in the order column
  const orderIsText = random.chance(0.3) || /[-+0-9]/.test(String.fromCharCode(delimiter));
  return {
    columns,
    delimiter: String.fromCharCode(delimiter),
    keyColumns: keyColumns.length > 0 ? keyColumns : [random.pick(all)],
    orderColumn,
    orderIsText,
  };
}

export function randomFiles(random: Random, spec: OracleSpec, files: number, linesPerFile: number): Buffer[] {
  const vocabulary = Array.from({ length: random.int(1, 60) }, () => randomField(random, spec));
  return Array.from({ length: files }, () => {
    const lines = Array.from({ length: random.int(0, linesPerFile) }, () => randomLine(random, spec, vocabulary));
    const ending = random.pick(['\n', '\n', '\r\n']);
    const bytes = Buffer.concat(lines.map((line) => Buffer.concat([line, Buffer.from(ending)])));
    const start = random.chance(0.1) ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0);
    const cut = random.chance(0.5) ? bytes : bytes.subarray(0, Math.max(0, bytes.length - ending.length));
    return Buffer.concat([start, cut]);
  });
}

function randomLine(random: Random, spec: OracleSpec, vocabulary: readonly Buffer[]): Buffer {
  if (random.chance(0.02)) return Buffer.alloc(0);
  const columns = random.chance(0.03) ? random.int(1, spec.columns + 3) : spec.columns;
  const fields = Array.from({ length: columns }, (_, column) =>
    column === spec.orderColumn && !spec.orderIsText ? randomOrder(random) : random.pick(vocabulary),
  );
  const delimiter = Buffer.from(spec.delimiter, 'latin1');
  return Buffer.concat(fields.flatMap((field, i) => (i === 0 ? [field] : [delimiter, field])));
}

function randomField(random: Random, spec: OracleSpec): Buffer {
  const allowed = Array.from({ length: 256 }, (_, i) => i).filter(
    (byte) => byte !== NEWLINE && byte !== spec.delimiter.charCodeAt(0),
  );
  const length = random.chance(0.9) ? random.int(0, 12) : random.int(0, 200);
  return random
    .bytes(length, random.chance(0.5) ? [97, 98] : allowed)
    .filter((byte) => byte !== spec.delimiter.charCodeAt(0)) as Buffer;
}

function randomOrder(random: Random): Buffer {
  const special = [
    '9223372036854775807',
    '-9223372036854775808',
    '9223372036854775808',
    '-9223372036854775809',
    '',
    '-',
    '+',
    '1x',
    ' 1',
    '00',
    '-0',
  ];
  if (random.chance(0.05)) return Buffer.from(random.pick(special));
  const digits = Array.from({ length: random.int(1, 20) }, () => random.int(0, 10)).join('');
  return Buffer.from(
    random.pick(['', '', '', '+', '-', '0', '000']) + (random.chance(0.6) ? random.int(0, 4) : digits),
  );
}

/** Ratings with keys that occur repeatedly and with ties. One line in fifty is bad. */
export function randomRatings(random: Random, lines: number): string {
  const line = () =>
    random.chance(0.02)
      ? 'heat^soon\n'
      : `m${random.int(0, 9)}^u${random.int(0, 50)}^${random.int(1, 6)}^${random.int(0, 999)}\n`;
  return Array.from({ length: lines }, line).join('');
}

/** The options of the command line that describe a table. Columns are named by their numbers. */
export function argumentsOf({ columns, keyColumns, orderColumn, orderIsText, delimiter }: OracleSpec): string[] {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`);
  const key = keyColumns.map((column) => names[column]);
  const hex = delimiter.charCodeAt(0).toString(16).padStart(2, '0');
  return [
    ...['--columns', names.join(','), '--key', key.join(',')],
    ...['--order-by', `c${orderColumn}:${orderIsText ? 'text' : 'int'}`, '--delimiter', `\\x${hex}`],
  ];
}

/** Records of many keys that occur repeatedly. */
export function ratings(count: number): string {
  return Array.from({ length: count }, (_, i) => `movie ${i % 977}^user ${i % 4999}^${i % 5}^${i}\n`).join('');
}
