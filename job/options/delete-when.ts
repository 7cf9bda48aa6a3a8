/** Parses `--delete-when`: the records that are deletes. Pure. */

import { MAX_DELETE_CONDITIONS } from '../shared/limits';
import { usage } from './parsing/usage';
import type { DeleteWhen, Dialect } from './spec';

/** A condition by the name of its column. */
export interface NamedDelete extends Omit<DeleteWhen, 'column'> {
  readonly name: string;
}

/** The conditions, sorted, each once: an output is the same in whichever order they are given. Throws with exit code 64. */
export function parseDeleteWhen(flag: string, texts: readonly string[]): readonly NamedDelete[] {
  if (texts.length > MAX_DELETE_CONDITIONS) {
    throw usage(`${flag} is given ${texts.length} times, at most ${MAX_DELETE_CONDITIONS} are possible`);
  }
  const sorted = [...new Set(texts)].map((text) => parseCondition(flag, text));
  return sorted.sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value));
}

/** The text that is parsed as this condition. */
export function deleteWhenText({ column, value }: { readonly column: string; readonly value: string }): string {
  return `${column}=${Buffer.from(value, 'latin1')}`;
}

/** `op=D`. The value may be empty, and may hold further equals signs. */
function parseCondition(flag: string, text: string): NamedDelete {
  const equals = text.indexOf('=');
  if (equals < 0) throw usage(`${flag} '${text}' has no '=': give <column>=<value>, like op=D`);
  const name = text.slice(0, equals).trim();
  if (name.endsWith('!')) {
    throw usage(`${flag} '${text}' has '!=', which is not understood: give the value that deletes have, like op=D`);
  }
  if (name === '') throw usage(`${flag} '${text}' has no column before '=': give <column>=<value>, like op=D`);
  return { name, value: Buffer.from(text.slice(equals + 1)).toString('latin1') };
}

/** Throws with exit code 64 where no value of delimited text can be equal to that of a condition. */
export function refuseImpossibleDelete(
  flag: string,
  { name, value }: NamedDelete,
  { delimiter, quote, isTrimmed }: Dialect,
): void {
  const text = Buffer.from(value, 'latin1');
  const refused = (why: string) => usage(`${flag} '${name}=${text}' is met by no record: ${why}`);
  if (isTrimmed && quote === null && value !== value.replace(/^[ \t]+|[ \t]+$/g, '')) {
    throw refused('--trim takes the blanks around values away');
  }
  if (quote !== null) return;
  if (value.includes('\n')) throw refused('a value without --quote holds no newline');
  if (value.includes(delimiter)) throw refused('a value without --quote holds no --delimiter');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
