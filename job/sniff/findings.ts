/** Everything that the starts of some files tell about their records. Pure. */

import { isUtf8 } from 'node:buffer';
import { counted } from '../shared/figures';
import { delimitedTable, type OtherFile, type Understood } from './delimited';
import { type JsonFile, jsonFile, jsonTable } from './json-lines';
import { type KeyFinding, keysOf } from './keys';
import { isRefused, whyNotUnderstood } from './not-understood';
import { ofOneColumn } from './one-column';
import { type OrderFinding, orderOf } from './order-column';
import { type Doubt, doubt, type FileSample, type TextSample, textSample } from './sample';
import type { Table } from './table';

export type Encoding = 'UTF-8' | 'UTF-16' | 'other';

export interface Findings {
  readonly table: Table;
  readonly order: OrderFinding;
  readonly keys: KeyFinding;
  readonly encoding: Encoding;
  /** Files that were looked at, and are not of the table. */
  readonly others: readonly OtherFile[];
  /** All doubts, except that the key is a guess in any case. */
  readonly doubts: readonly Doubt[];
}

/** Null where no file is understood; then `others` says why. */
export type Sniffed = Findings | { readonly table: null; readonly others: readonly OtherFile[] };

/** The findings about files that have some content each. */
export function sniffed(samples: readonly FileSample[]): Sniffed {
  const texts = samples.map(textSample);
  const { understood, rest } = understand(texts);
  if (understood === null) return { table: null, others: rest };
  const { table } = understood;
  const others = [...understood.others, ...rest];
  const isOne = table.text !== null && table.columns.length === 1;
  const order = isOne ? ofOneColumn(table).order : orderOf(table);
  const keys = isOne ? ofOneColumn(table).keys : keysOf(table, order);
  const encoding = encodingOf(samples.filter(({ path }) => table.files.includes(path)));
  const doubts = [...otherFiles(others, samples.length), ...encodingDoubts(encoding), ...table.doubts, ...order.doubts];
  return { table, order, keys, encoding, others, doubts };
}

/** The table that most of the files make; of equally many, those of JSON Lines. */
function understand(texts: readonly TextSample[]): { understood: Understood | null; rest: readonly OtherFile[] } {
  const json: JsonFile[] = [];
  const plain: TextSample[] = [];
  const rest: OtherFile[] = [];
  for (const text of texts) {
    const file = jsonFile(text);
    if (file !== null) json.push(file);
    else if (isRefused(text)) rest.push({ path: text.path, why: whyNotUnderstood(text) });
    else plain.push(text);
  }
  const isCr = plain.filter(({ lineEnd }) => lineEnd === 'cr').length * 2 > plain.length;
  const alike = plain.filter(({ lineEnd }) => (lineEnd === 'cr') === isCr);
  const understood = alike.length > json.length ? delimitedTable(alike) : null;
  const because = (files: readonly { readonly path: string }[], why: string) =>
    files.map(({ path }) => ({ path, why }));
  if (understood !== null) {
    const unlike = plain.filter((each) => !alike.includes(each));
    const ends = `has lines that end in ${isCr ? 'newlines' : 'a carriage return alone'}`;
    return { understood, rest: [...rest, ...because(json, 'holds JSON Lines'), ...because(unlike, ends)] };
  }
  if (json.length > 0) {
    const table = jsonTable(json);
    return { understood: { table, others: [] }, rest: [...rest, ...because(plain, 'holds no JSON Lines')] };
  }
  return {
    understood: null,
    rest: [...rest, ...plain.map((text) => ({ path: text.path, why: whyNotUnderstood(text) }))],
  };
}

function otherFiles(others: readonly OtherFile[], looked: number): Doubt[] {
  const [first] = others;
  if (first === undefined) return [];
  const count = `${others.length} of the ${counted(looked, 'file')} looked at ${others.length === 1 ? 'is' : 'are'} of another kind`;
  const told = others.length === 1 ? '' : ', the first of them';
  return [
    doubt(
      'files',
      `${count}${told}: '${first.path}' ${first.why}; the command leaves such files out, so look at them by themselves`,
    ),
  ];
}

function encodingOf(samples: readonly FileSample[]): Encoding {
  if (samples.some(({ isUtf16 }) => isUtf16)) return 'UTF-16';
  return samples.every(({ bytes, isWhole }) => (isWhole ? isUtf8(bytes) : isUtf8(wholeCharacters(bytes))))
    ? 'UTF-8'
    : 'other';
}

/** The bytes without a character at their end that the sample may have cut. */
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > bytes.length - 4 && end > 0 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end > 0 && (bytes[end - 1] as number) >= 0xc0 ? end - 1 : bytes.length);
}

function encodingDoubts(encoding: Encoding): Doubt[] {
  if (encoding !== 'other') return [];
  return [doubt('format', 'the text is not UTF-8: values are compared by their bytes, and may look odd here')];
}
