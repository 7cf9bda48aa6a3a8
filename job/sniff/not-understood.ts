/** Says why a file is not understood as records. Pure. */

import { MOST_BEFORE } from '../diagnosis/first-lines';
import { arrayOfRecords } from '../diagnosis/json-shape';
import { controlBytes, DRAWN, otherTextIn } from '../diagnosis/other-text';
import { counted } from '../shared/figures';
import { quoteArgument } from '../shared/shell-quote';
import type { TextSample } from './sample';

const LOOKED_BYTES = 64 * 1024;
/** So many control bytes may stand in a text by mistake. */
const FEW_CONTROLS = 2;

/** Whether a file is certainly neither delimited text nor JSON Lines. */
export function isRefused(text: TextSample): boolean {
  const lines = linesOf(text);
  const [first] = lines;
  if (first === undefined || text.bytes.subarray(0, LOOKED_BYTES).includes(0)) return true;
  return (
    otherKind(first) !== null || isDrawn(lines) || jsonBehind(lines) !== null || hasMarks(lines) || areOfPython(lines)
  );
}

/** Completes a sentence that begins with the file: what it holds, and what to do. */
export function whyNotUnderstood(text: TextSample): string {
  const lines = linesOf(text);
  const [first] = lines;
  if (first === undefined) return 'has only blank lines';
  if (hasMarks(lines)) return "begins its lines with the record separator of JSON: take it out, as by tr -d '\\036'";
  if (isBinary(text.bytes))
    return 'holds bytes that no text has, as if it were packed or encrypted: unpack it, or name other files';
  const other = otherKind(first);
  if (other === 'JSON') return jsonAdvice(text.path, lines);
  if (other !== null) return `holds ${other}, and neither delimited text nor JSON Lines: convert it`;
  const before = jsonBehind(lines);
  if (before !== null) {
    return `holds JSON Lines behind ${counted(before, 'other line')}: run takes --format json --skip-lines ${before}`;
  }
  if (areOfPython(lines)) return 'holds objects as Python prints them, which is not JSON: write them by json.dumps';
  if (isDrawn(lines)) return 'holds a table that is drawn for people to read: export it as delimited text';
  if (lines.length > 1 && lines.every((line) => /\S(\s{2,}|\t)\S/.test(line))) {
    return 'seems to have columns that are aligned by blanks: put a delimiter between them';
  }
  return (
    'holds lines in which no delimiter makes the same number of columns: if it is a table, run takes --delimiter and ' +
    '--columns; if each line is one value, a --delimiter that stands in none of them'
  );
}

/** The first lines that are not blank. */
function linesOf({ bytes }: TextSample): string[] {
  const lines = bytes.subarray(0, LOOKED_BYTES).toString('latin1').split('\n');
  return lines.map((line) => line.replace(/\r$/, '')).filter((line) => line.trim() !== '');
}

/** The number of lines in front of lines of JSON objects; null where there are none, or none of these. */
function jsonBehind(lines: readonly string[]): number | null {
  const start = lines.findIndex((line) => line.startsWith('{') && isJson(line));
  return start > 0 && start <= MOST_BEFORE && lines.slice(start).every(isJson) ? start : null;
}

function areOfPython(lines: readonly string[]): boolean {
  return lines.every((line) => /^\{\s*'/.test(line));
}

function hasMarks(lines: readonly string[]): boolean {
  return lines.every((line) => line.startsWith('\x1e{'));
}

function isDrawn(lines: readonly string[]): boolean {
  return lines.slice(0, 3).some((line) => DRAWN.test(line));
}

function otherKind(first: string): string | null {
  return isJson(first) ? 'JSON' : otherTextIn(first);
}

/** Whether a line is a JSON object or array as a whole. */
function isJson(line: string): boolean {
  if (!/^\s*[[{]/.test(line)) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function jsonAdvice(path: string, lines: readonly string[]): string {
  const name = quoteArgument(path);
  const [first = ''] = lines;
  const array = lines.length === 1 ? arrayOfRecords(first) : null;
  if (array !== null) {
    return `has its records in an array of one object: take them out, as by jq -c ${quoteArgument(array)} ${name} > records.jsonl`;
  }
  if (lines.every((line) => /^\{.*\},$/.test(line)))
    return "holds objects with a comma behind each of them: take it out, as by sed 's/,$//'";
  const isArray = first.trimStart().startsWith('[');
  if (isArray && lines.length > 1 && lines.every(isJson)) {
    return 'holds JSON arrays, one a line, and no objects with names: write objects, one a line';
  }
  return isArray
    ? `holds one JSON array, and not one object a line: write it so, as by jq -c '.[]' ${name} > records.jsonl`
    : `holds JSON that is not one object a line: write it so, as by jq -c . ${name} > records.jsonl`;
}

/** Control bytes that stand between the columns of a table do not get here, as they are delimiters. */
function isBinary(bytes: Buffer): boolean {
  const text = bytes.subarray(0, LOOKED_BYTES).toString('latin1');
  return text.includes('\0') || controlBytes(text, '\n') > FEW_CONTROLS;
}
