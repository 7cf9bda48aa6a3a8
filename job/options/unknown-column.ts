/** Says why an option names a column that there is not, and what to give in its place. Pure. */

import type { Failure } from '../shared/failure';
import { alternativesOf } from '../shared/json-path';
import { printable } from '../shared/printable';
import { textOfBytes } from './parsing/byte-text';
import { usage } from './parsing/usage';

/** Delimiters that stand in few names, the likeliest first. */
const SEPARATORS = ['\t', '::', '||', ',', ';', '|', '^', '\x01'];
/** How many names of columns a message shows. */
const SHOWN_NAMES = 40;

/**
 * The failure for an option that names another column than `columns`. `file` is the file whose header names those; null
 * where `--columns` does, or where they are the columns by default.
 */
export function unknownColumn(option: string, name: string, columns: readonly string[], file: string | null): Failure {
  const alternatives = hasAlternatives(name, columns) ? "alternatives with '|' need --format json; " : '';
  if (file === null) {
    return usage(
      `${option} names '${name}', which is not a column; ${alternatives}the columns are ${shown(columns)}: give others with --columns`,
    );
  }
  const missing = `${option} names '${name}', which the header of '${file}' does not`;
  const [first] = columns;
  const separator = columns.length === 1 && first !== undefined ? separatorIn(first) : null;
  if (separator === null) return usage(`${missing}; ${alternatives}${adviceFor(option, columns)}`);
  return usage(
    `the columns of '${file}' have '${separator}' between them: give --delimiter '${separator}'; ${missing}`,
  );
}

function adviceFor(option: string, columns: readonly string[]): string {
  const [first = ''] = columns;
  if (first.startsWith('sep=')) return 'its first line tells Excel the delimiter: give --skip-lines 1';
  if (columns.length > 1) {
    return `it names ${shown(columns)}: give ${option} of these, or name the inputs without files of other tables`;
  }
  if (first === '') return 'its first line is blank: give --skip-lines 1';
  return (
    `its first line has one name, '${shown(columns)}': give ${option} of it, skip the lines in front of the header by ` +
    '--skip-lines or --comment, or name the inputs without the file'
  );
}

function shown(columns: readonly string[]): string {
  const more = columns.length > SHOWN_NAMES ? ` and ${columns.length - SHOWN_NAMES} more` : '';
  return printable(columns.slice(0, SHOWN_NAMES).join(', ')) + more;
}

/** Whether a name of delimited text, in which a bar is a character, is meant as alternatives. */
function hasAlternatives(name: string, columns: readonly string[]): boolean {
  const names = alternativesOf(name);
  return names.length > 1 && names.some((each) => columns.includes(each));
}

/** A delimiter in what seems to be the only name of a header, as an option has it; null where there is none. */
function separatorIn(name: string): string | null {
  const found = SEPARATORS.find((separator) => name.includes(separator));
  return found === undefined ? null : textOfBytes(found);
}
