/** The shape of the first lines of a file that may be JSON Lines, and the names in them. Pure. */

import { MemberReader } from '../format/json/members';
import { pathsIn } from '../format/json/paths-in';
import type { JsonFault } from '../format/json/text';
import { printable } from '../shared/printable';
import { quoteArgument } from '../shared/shell-quote';
import type { SampleLine } from './sample';

/** How many names of a record a message shows. */
const SHOWN_NAMES = 40;
/** In how many lines names are looked for. */
const SOME = 20;
const ANY_OBJECT = new MemberReader([]);

/** Where a line is no JSON object; null where it is one. */
export function faultIn(line: string): JsonFault | null {
  const values = ANY_OBJECT.read(line);
  return 'expected' in values ? values : null;
}

/** The paths in the first lines, each once. */
export function pathsOf(lines: readonly SampleLine[]): readonly string[] {
  return [...new Set(lines.slice(0, SOME).flatMap(({ text }) => pathsIn(text)))];
}

export function shownPaths(paths: readonly string[]): string {
  const more = paths.length > SHOWN_NAMES ? ` and ${paths.length - SHOWN_NAMES} more` : '';
  return printable(paths.slice(0, SHOWN_NAMES).join(', ')) + more;
}

/** How a file of JSON has to be changed that has not one object a line; null where it may have. */
export function notByLine(lines: readonly SampleLine[]): string | null {
  const [first, second] = lines;
  if (first === undefined) return null;
  const begins = first.text.trimStart().charAt(0);
  if (begins === '[') {
    const isArrayEach = second !== undefined && /^\s*\[.*\]\s*$/.test(first.text) && /^\s*\[/.test(second.text);
    return isArrayEach
      ? "has an array in each line, and no object: give its values names, as by jq -c '{id: .[0], at: .[1]}'"
      : "is one JSON array, and not one object a line: take its objects out, as by jq -c '.[]'";
  }
  const fault = begins === '{' ? faultIn(first.text) : null;
  const isOpen = fault !== null && fault.at === first.text.length && second !== undefined;
  return isOpen ? 'has JSON objects over several lines: put each object into one line, as by jq -c .' : null;
}

/** Whether a line is a JSON object, as the kernel judged it. */
export function isObject({ problem }: SampleLine): boolean {
  return problem !== 'json' && problem !== 'length';
}

/** The name of the first array of objects that is a member of an object, as a program of jq has it; null for none. */
export function arrayOfRecords(line: string): string | null {
  const [, name] = /^\s*\{(?:[^[\]{}]|\{[^[\]{}]*\})*?("(?:[^"\\]|\\.)*")\s*:\s*\[\s*\{/.exec(line) ?? [];
  if (name === undefined) return null;
  return /^"[A-Za-z_]\w*"$/.test(name) ? `.${name.slice(1, -1)}[]` : `.[${name}][]`;
}

/** Says where the records of a file are that has them in an array of one object. */
export function arrayWords(file: string, array: string): string {
  return `'${file}' has its records in an array of one object: take them out, as by jq -c ${quoteArgument(array)}`;
}
