/**
 * Parses `--delete-when`: the records that are deletes. `op=D` is met by the value `D`, `op!=D` by any value but `D`, and
 * `gone!=` by any value. Pure.
 */

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
  const given = new Map(texts.map((text) => parseCondition(flag, text)).map((each) => [JSON.stringify(each), each]));
  return [...given.values()].sort(
    (a, b) => compare(a.name, b.name) || Number(a.isOther) - Number(b.isOther) || compare(a.value, b.value),
  );
}

/** The text that is parsed as this condition. */
export function deleteWhenText({ name, value, isOther }: NamedDelete): string {
  // a blank keeps a mark at the end of a name from that of the condition
  const sign = isOther ? '!=' : name.endsWith('!') ? ' =' : '=';
  return `${name}${sign}${Buffer.from(value, 'latin1')}`;
}

/**
 * The first equals sign is that of the condition, so that a value may hold further ones, and may be empty. An exclamation
 * mark just before it belongs to it.
 */
function parseCondition(flag: string, text: string): NamedDelete {
  const equals = text.indexOf('=');
  if (equals < 0) throw usage(`${flag} '${text}' has no '=': give <column>=<value>, like op=D, or <column>!=<value>`);
  const isOther = text[equals - 1] === '!';
  const name = text.slice(0, isOther ? equals - 1 : equals).trim();
  if (name === '') {
    throw usage(`${flag} '${text}' has no column before '${isOther ? '!=' : '='}': give <column>=<value>, like op=D`);
  }
  return { name, value: Buffer.from(text.slice(equals + 1)).toString('latin1'), isOther };
}

/** Throws with exit code 64 where no value of delimited text can be equal to that of a condition. */
export function refuseImpossibleDelete(
  flag: string,
  condition: NamedDelete,
  { delimiter, quote, escape: escaping, isTrimmed }: Dialect,
): void {
  const { value, isOther } = condition;
  const met = isOther ? 'names a value that no record has' : 'is met by no record';
  const refused = (why: string) => usage(`${flag} '${deleteWhenText(condition)}' ${met}: ${why}`);
  if (isTrimmed && quote === null && value !== value.replace(/^[ \t]+|[ \t]+$/g, '')) {
    throw refused('--trim takes the blanks around values away');
  }
  if (quote !== null || escaping !== null) return;
  if (value.includes('\n')) throw refused('a value without --quote holds no newline');
  if (value.includes(delimiter)) throw refused('a value without --quote holds no --delimiter');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
