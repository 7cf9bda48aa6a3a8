/**
 * The first lines of a file, each judged as the kernel judges it. The likely cause of bad records is found from them.
 * Pure.
 */

import type { Spec } from '../options/spec';
import type { RejectExample, RejectReason } from '../summary/summary';

export interface SampleLine {
  /** The line without its ending, as one character per byte. */
  readonly text: string;
  readonly offset: number;
  /** Why the line is bad; null where it is a record. */
  readonly problem: RejectReason | null;
}

export interface Sample {
  /** The lines that are not blank, without a header that the options state. */
  readonly lines: readonly SampleLine[];
  readonly hasHeader: boolean;
  /** Whether not even the first line ends within the head of the file. */
  readonly isEndless: boolean;
  /** The size of the file, unpacked; null where it is not known. */
  readonly fileBytes: number | null;
}

/** The facts from which a cause is found. */
export interface Evidence {
  readonly file: string;
  readonly sample: Sample;
  readonly bad: SampleLine;
  readonly spec: Spec;
}

/** The start of a file. */
export interface Head {
  readonly bytes: Buffer;
  /** Whether `bytes` is the whole file. */
  readonly isWhole: boolean;
  /** The size of the file, unpacked; null where it is not known. */
  readonly fileBytes: number | null;
}

const NO_VALUE = /^(|na|n\/a|nan|nat|nil|null|none|\\n|<na>|#n\/a|\(null\)|<null>|undefined|-|\?)$/i;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';
const MAX_INT64 = (1n << 63n) - 1n;

/**
 * The sample of a head. With `hasHeader` its first line is left out, unless the bad record, at byte `badOffset`, is
 * that line.
 */
export function sampleOf(
  { bytes, isWhole, fileBytes }: Head,
  hasHeader: boolean,
  badOffset: number,
  spec: Spec,
): Sample {
  const text = bytes.toString('latin1');
  const start = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const texts = text.slice(start).split('\n');
  const isEndless = !isWhole && texts.length === 1;
  // the last line is not complete
  if (!isWhole && !isEndless) texts.pop();
  const lines: SampleLine[] = [];
  let offset = start;
  for (const each of texts) {
    const line = each.replace(/\r$/, '');
    if (line !== '') lines.push({ text: line, offset, problem: problemOf(line, spec) });
    offset += each.length + 1;
  }
  const isHeaderBad = lines[0]?.offset === badOffset;
  return { lines: hasHeader && !isHeaderBad ? lines.slice(1) : lines, hasHeader, isEndless, fileBytes };
}

/**
 * The bad record as a line of the sample. Of a record that lies behind the head, only the text that messages show is
 * known.
 */
export function badLine({ lines }: Sample, { offset, reason, line }: RejectExample): SampleLine {
  const found = lines.find((each) => each.offset === offset);
  if (found !== undefined) return { ...found, problem: reason };
  const shown = Buffer.from(line.replace(/\u2026$/, '')).toString('latin1');
  const text = shown.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { text, offset, problem: reason };
}

/** The fields of a line, cut as the kernel cuts them. */
export function fieldsOf(text: string, spec: Spec): string[] {
  return text.split(String.fromCharCode(spec.delimiter));
}

export function share(lines: readonly SampleLine[], holds: (line: SampleLine) => boolean): number {
  return lines.length === 0 ? 0 : lines.filter(holds).length / lines.length;
}

/** Whether a value is a word for a missing value, or empty. */
export function isNoValue(value: string): boolean {
  return NO_VALUE.test(value);
}

/** Whether none of the lines is a record. */
export function isNoneGood({ lines }: Sample): boolean {
  return lines.every(({ problem }) => problem !== null);
}

function problemOf(text: string, spec: Spec): RejectReason | null {
  const fields = fieldsOf(text, spec);
  if (fields.length !== spec.columns.length) return 'columns';
  const value = fields[spec.orderColumn] as string;
  if (spec.orderType === 'text') return null;
  if (!/^[+-]?\d+$/.test(value)) return 'order';
  const number = BigInt(value.replace('+', ''));
  return number > MAX_INT64 || number < -MAX_INT64 - 1n ? 'order-range' : null;
}
