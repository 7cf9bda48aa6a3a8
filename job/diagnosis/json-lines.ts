/** Causes in files that are read as JSON Lines: their lines are no JSON objects. Pure. */

import type { JsonFault } from '../format/json/text';
import { counted } from '../shared/figures';
import { MOST_BEFORE } from './first-lines';
import { arrayOfRecords, arrayWords, faultIn, isObject, notByLine } from './json-shape';
import { cutOffWords, endlessWords, textKind } from './other-text';
import { type Evidence, isNoneGood, type SampleLine, share } from './sample';
import { shownSeparator, steadySeparator } from './separators';

export function wrappedJson({ file, sample }: Evidence): string | null {
  const how = notByLine(sample.lines);
  return how === null ? null : `'${file}' ${how}`;
}

/** The cause where delimited text, or text of another kind, is read as JSON. */
export function noJson({ file, sample, bad }: Evidence): string | null {
  const { lines } = sample;
  if (bad.problem !== 'json' || !isNoneGood(sample) || lines.some(({ text }) => /^\s*[{[]/.test(text))) return null;
  const kind = textKind(lines);
  if (kind !== null) return `'${file}' holds ${kind}, and no JSON Lines: convert it`;
  if (lines.every(({ text }) => BEHIND_TEXT.test(text))) {
    return `lines of '${file}' have other text in front of their objects: take it out, as by sed 's/^[^{]*//'`;
  }
  const steady = steadySeparator(lines);
  if (steady !== null) {
    return `'${file}' holds text with '${shownSeparator(steady.separator)}' between its columns, and no JSON: give ${optionFor(steady.separator)}`;
  }
  return lines.length < 2
    ? null
    : `none of the first ${counted(lines.length, 'line')} of '${file}' is a JSON object: give another --format, or name other files`;
}

/** `INFO {"id":1}`. */
const BEHIND_TEXT = /^[^{]*\{(".*)?\}\s*$/;

function optionFor(separator: string): string {
  if (separator === ',') return '--format csv in place of --format json';
  if (separator === '\t') return '--format tsv in place of --format json';
  return `--delimiter '${shownSeparator(separator)}' in place of --format json`;
}

/** The cause where a title or other lines that are no objects come before the records. */
export function linesBeforeJson({ file, sample, bad }: Evidence): string | null {
  const { lines } = sample;
  const count = lines.findIndex(isObject);
  if (count < 1 || count > MOST_BEFORE || bad.offset !== lines[0]?.offset) return null;
  const [before, behind] = [lines.slice(0, count), lines.slice(count)];
  if (before.some(({ text }) => /^\s*[{[]/.test(text)) || share(behind, isObject) < 0.9) return null;
  // --skip-lines counts blank lines too
  const skip = `give --skip-lines ${behind[0]?.linesBefore}`;
  return count === 1
    ? `the first line of '${file}' is no record: ${skip}`
    : `the first ${count} lines of '${file}' are no records: ${skip}`;
}

/** A way in which text that resembles JSON is none. */
interface Notation {
  /** @param rest the line from its fault on */
  is(rest: string, fault: JsonFault): boolean;
  tell(file: string): string;
}

const NOTATIONS: readonly Notation[] = [
  {
    is: (rest, { at }) => at > 0 && /^(NaN|Infinity)\b/.test(rest),
    tell: (file) =>
      `values of '${file}' are NaN or Infinity, which JSON does not have: write null, or text in double quotes`,
  },
  {
    is: (rest, { at }) => at > 0 && /^('|None\b|True\b|False\b)/.test(rest),
    tell: (file) => `'${file}' is written as Python prints objects, which is not JSON: write it by json.dumps`,
  },
  {
    is: (rest, { at }) => at > 0 && /^,\s*$/.test(rest),
    tell: (file) => `lines of '${file}' end with a comma behind their object: take it out, as by sed 's/,$//'`,
  },
  {
    is: (rest, { expected }) => rest.startsWith('{') && expected.startsWith('the end of the line'),
    tell: (file) => `lines of '${file}' have several objects: put each object into one line, as by jq -c .`,
  },
  {
    is: (rest, { at }) => at === 0 && rest.startsWith('\x1e'),
    tell: (file) => `lines of '${file}' begin with a record separator: take it out, as by tr -d '\\036'`,
  },
  {
    is: (rest, { at }) => at === 0 && /^null\s*$/.test(rest),
    tell: (file) =>
      `lines of '${file}' are null, as tombstones of Kafka are, which name no key: if each delete has a record beside its ` +
      'tombstone, --bad-records drop leaves these out',
  },
  {
    is: (_, { expected }) => expected === 'UTF-8',
    tell: (file) => `'${file}' is not in UTF-8: convert it, as by iconv -f ISO-8859-1 -t UTF-8 where it is Latin-1`,
  },
];

export function notation({ file, sample, bad }: Evidence): string | null {
  const { lines } = sample;
  const isJudged = bad.problem === 'json' || sample.isEndless;
  const found = isJudged ? NOTATIONS.find((each) => isWritten(bad, each)) : undefined;
  if (found === undefined) return null;
  const alike = lines.filter((line) => isWritten(line, found));
  const isSingle = alike.length <= 1 && lines.length > alike.length;
  return isSingle ? null : found.tell(file);
}

function isWritten({ text }: SampleLine, { is }: Notation): boolean {
  const fault = faultIn(text);
  return fault !== null && is(text.slice(fault.at), fault);
}

/** The cause where the last line of a file is not whole, and has no line ending. */
export function cutOffJson({ file, sample, bad }: Evidence): string | null {
  const fault = bad.problem === 'json' ? faultIn(bad.text) : null;
  const isLast = bad.offset + bad.text.length === sample.fileBytes;
  const isOpen = fault !== null && fault.at === bad.text.length;
  return isLast && isOpen && share(sample.lines, isObject) >= 0.5 ? cutOffWords(file) : null;
}

export function endlessJson({ file, sample }: Evidence): string | null {
  if (!sample.isEndless) return null;
  const array = sample.lines[0] === undefined ? null : arrayOfRecords(sample.lines[0].text);
  return array === null ? endlessWords(file, 'JSON Lines') : arrayWords(file, array);
}
