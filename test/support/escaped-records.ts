/**
 * Random files in which an escaping makes the byte behind it data, by seed, and the right answer for them. The reader goes
 * from the first byte on, one byte at a time, and shares no code with the job. Strings have one character for each byte.
 */

import type { Dialect } from '../../job/options/spec';
import type { OracleSpec } from './oracle';
import type { Random } from './random';

export interface EscapedCase {
  readonly spec: OracleSpec;
  readonly dialect: Pick<Dialect, 'quote' | 'escape' | 'hasTrailingDelimiter'>;
  /** The text that begins a comment; null for none. */
  readonly comment: string | null;
  readonly files: readonly Buffer[];
}

export interface EscapedAnswer {
  /** The latest records, in the order of their bytes. */
  readonly kept: readonly string[];
  readonly rejects: readonly { readonly file: number; readonly offset: number; readonly reason: string }[];
  readonly blank: number;
  readonly comments: number;
}

interface Read {
  readonly offset: number;
  readonly raw: string;
  readonly kind: 'record' | 'comment' | 'open';
}

/** The records of a file, without their line endings. In a file of this kit a carriage return is data. */
function readAll(text: string, escaping: string, comment: string | null, isUsers: boolean): Read[] {
  const found: Read[] = [];
  let at = 0;
  while (at < text.length) {
    const offset = at;
    if (comment !== null && isUsers && text.startsWith(comment, at)) {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? text.length : newline + 1;
      found.push({ offset, raw: '', kind: 'comment' });
      continue;
    }
    let raw = '';
    let isReturnData = false;
    let isOpen = false;
    for (;;) {
      if (at === text.length) break;
      const byte = text.charAt(at++);
      if (byte === '\n') break;
      raw += byte;
      isReturnData = false;
      if (byte !== escaping) continue;
      if (at === text.length) {
        isOpen = true;
        break;
      }
      raw += text.charAt(at);
      isReturnData = true;
      // an escaped newline at the end of the file may as well be where the file was cut off
      if (text.charAt(at) === '\n' && at + 1 === text.length) isOpen = true;
      at++;
    }
    if (isUsers && raw.endsWith('\r') && !isReturnData) raw = raw.slice(0, -1);
    found.push({ offset, raw, kind: isOpen ? 'open' : 'record' });
  }
  return found;
}

function fieldsOf(raw: string, delimiter: string, escaping: string): string[] {
  const fields = [''];
  for (let at = 0; at < raw.length; ) {
    const last = fields.length - 1;
    if (raw.charAt(at) === escaping) {
      fields[last] += raw.slice(at, at + 2);
      at += 2;
    } else if (raw.slice(at, at + delimiter.length) === delimiter) {
      fields.push('');
      at += delimiter.length;
    } else fields[last] += raw.charAt(at++);
  }
  return fields;
}

/** A value as it is meant. What stands for no value, and the text that is written like it, are kept apart. */
function meaningOf(field: string, escaping: string): string {
  const letters = [...field];
  if (letters.at(-1) === 'N' && letters.slice(0, -1).every((letter) => letter === escaping)) return field;
  const controls = new Map([
    ['0', 0],
    ['b', 8],
    ['t', 9],
    ['n', 10],
    ['v', 11],
    ['f', 12],
    ['r', 13],
    ['Z', 26],
  ]);
  let value = '';
  let isEscaped = false;
  for (const letter of letters) {
    if (!isEscaped && letter === escaping) isEscaped = true;
    else {
      const code = isEscaped ? controls.get(letter) : undefined;
      value += code === undefined ? letter : String.fromCharCode(code);
      isEscaped = false;
    }
  }
  return value;
}

/** @param own how many of the first files are parts that this kit wrote */
export function escapedAnswer({ spec, dialect, comment, files }: EscapedCase, own = 0): EscapedAnswer {
  const escaping = dialect.escape as string;
  const latest = new Map<string, { order: string; raw: string }>();
  const rejects: { file: number; offset: number; reason: string }[] = [];
  let blank = 0;
  let comments = 0;
  for (const [file, bytes] of files.entries()) {
    for (const { offset, raw, kind } of readAll(bytes.toString('latin1'), escaping, comment, file >= own)) {
      const reject = (reason: string) => rejects.push({ file, offset, reason });
      if (kind === 'comment') comments++;
      else if (kind === 'open') reject('open-escape');
      else if (raw === '') blank++;
      else {
        const fields = fieldsOf(raw, spec.delimiter, escaping);
        if (dialect.hasTrailingDelimiter && fields.length === spec.columns + 1 && fields.at(-1) === '') fields.pop();
        const values = fields.map((field) => meaningOf(field, escaping));
        const order = values[spec.orderColumn] as string;
        if (values.length !== spec.columns) reject('columns');
        else if (!spec.orderIsText && !/^[+-]?\d+$/.test(order)) reject('order');
        else {
          const key = JSON.stringify(spec.keyColumns.map((column) => values[column]));
          const before = latest.get(key);
          if (before === undefined || isLater(order, raw, before, spec)) latest.set(key, { order, raw });
        }
      }
    }
  }
  return { kept: [...latest.values()].map(({ raw }) => raw).sort(), rejects, blank, comments };
}

function isLater(order: string, raw: string, before: { order: string; raw: string }, spec: OracleSpec): boolean {
  if (spec.orderIsText) return order > before.order || (order === before.order && raw > before.raw);
  const [now, then] = [BigInt(order), BigInt(before.order)];
  return now > then || (now === then && raw > before.raw);
}

/** The records of the parts, in the order of their bytes. */
export function recordsOfParts(parts: Buffer, { dialect }: EscapedCase): string[] {
  const read = readAll(parts.toString('latin1'), dialect.escape as string, null, false);
  return read.map(({ raw }) => raw).sort();
}

/** @param mostLines the most records of each file */
export function randomEscapedCase(random: Random, mostLines = 40): EscapedCase {
  const columns = random.int(2, 6);
  const orderColumn = random.int(0, columns);
  const others = Array.from({ length: columns }, (_, i) => i).filter((column) => column !== orderColumn);
  const keyColumns = others.filter(() => random.chance(0.5));
  const escaping = random.pick(['\\', '\\', '\\', '^', '\xff']);
  const spec = {
    columns,
    delimiter: random.pick(['\t', '|', ',', '||', '::', '\x01', 'aab', '12345678']),
    keyColumns: keyColumns.length > 0 ? keyColumns : [others[0] as number],
    orderColumn,
    orderIsText: random.chance(0.3),
  };
  const dialect = { quote: null, escape: escaping, hasTrailingDelimiter: random.chance(0.1) };
  const vocabulary = Array.from({ length: random.int(1, 12) }, () => randomField(random, spec.delimiter, escaping));
  const comment = random.chance(0.2) ? '#' : null;
  const files = Array.from({ length: random.int(1, 4) }, () =>
    randomFile(random, spec, escaping, vocabulary, random.int(0, mostLines + 1)),
  );
  return { spec, dialect, comment, files };
}

/** A field as it may be written; all its escapes have a byte behind them. */
function randomField(random: Random, delimiter: string, escaping: string): string {
  const behind = ['\n', '\n', '\r', escaping, escaping, '"', delimiter.charAt(0), 'N', '0', 'n', 'b', 'q', 'Z', 't'];
  const plain = ['a', 'b', ' ', '"', '7', 'N', '#', '\xe4', '\r', delimiter.charAt(0)];
  return Array.from({ length: random.int(0, 6) }, () =>
    random.chance(0.4) ? escaping + random.pick(behind) : random.pick(plain),
  ).join('');
}

function randomFile(
  random: Random,
  spec: OracleSpec,
  escaping: string,
  vocabulary: readonly string[],
  lines: number,
): Buffer {
  const ending = random.pick(['\n', '\n', '\r\n']);
  const whole = Array.from({ length: lines }, () => {
    if (random.chance(0.03)) return '';
    if (random.chance(0.03)) return `#${random.pick(vocabulary)}${random.pick(['', escaping])}`;
    // a run of escapes is longer than the bytes that a reader looks at first
    if (random.chance(0.02)) return escaping.repeat(random.int(1, 400));
    const columns = random.chance(0.05) ? random.int(1, spec.columns + 2) : spec.columns;
    const fields = Array.from({ length: columns }, (_, column) =>
      column === spec.orderColumn && !spec.orderIsText ? randomOrder(random, escaping) : random.pick(vocabulary),
    );
    return fields.join(spec.delimiter);
  });
  const text = whole.map((line) => line + ending).join('');
  const end = random.pick([0, 0, 1, 2, 3]);
  return Buffer.from(text.slice(0, text.length - end), 'latin1');
}

function randomOrder(random: Random, escaping: string): string {
  if (random.chance(0.05)) return random.pick(['', 'x', '1.5', `${escaping}N`, `${escaping}0`]);
  return `${random.chance(0.1) ? escaping : ''}${random.int(1, 6)}`;
}
