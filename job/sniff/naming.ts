/** Names the columns of a table by the headers of its files, which may differ. Pure. */

import { comparable } from '../input/column-names';
import { type Doubt, doubt } from './sample';

/** The names of the columns of a table. */
export interface Naming {
  readonly names: readonly string[];
  /** Whether options have to name the columns. */
  readonly isNaming: boolean;
  /** Whether the names in the headers cannot be used. */
  readonly isIgnoring: boolean;
  /** Whether some file lacks a column of another. */
  readonly isUnion: boolean;
  /** Whether the header lacks the name of the first column, so that it cannot be read as a header. */
  readonly isOneLess: boolean;
  readonly doubts: readonly Doubt[];
}

/** The names of the columns, from those in the headers of the files; null stands for a file without a header. */
export function namingOf(lists: readonly (readonly string[] | null)[], columns: number): Naming {
  const [first] = lists;
  if (first == null) {
    const names = Array.from({ length: columns }, (_, i) => `c${i + 1}`);
    const why = `no header names the columns: ${names[0]} to ${names.at(-1)} stand for their names; put the right ones in their place`;
    return {
      names,
      isNaming: true,
      isIgnoring: false,
      isUnion: false,
      isOneLess: false,
      doubts: [doubt('columns', why)],
    };
  }
  if (first.length === columns - 1) {
    const names = uniqueNames(['row', ...first]);
    const why =
      'the header lacks the name of the first column: it is skipped, and --columns has its names behind a further one';
    return {
      names,
      isNaming: true,
      isIgnoring: true,
      isUnion: false,
      isOneLess: true,
      doubts: [doubt('columns', why)],
    };
  }
  if (new Set(first).size < first.length || first.includes('') || first.some((name) => /[,\n]/.test(name))) {
    const names = uniqueNames(first);
    const why =
      'some names in the header are empty, equal to others or hold a comma, so --columns has others in their place';
    return {
      names,
      isNaming: true,
      isIgnoring: true,
      isUnion: false,
      isOneLess: false,
      doubts: [doubt('columns', why)],
    };
  }
  const named = lists as readonly (readonly string[])[];
  const key = (names: readonly string[]) => names.map(comparable).join('\0');
  if (named.every((names) => key(names) === key(first))) {
    return { names: first, isNaming: false, isIgnoring: false, isUnion: false, isOneLess: false, doubts: [] };
  }
  const names = [...first];
  for (const name of named.flat()) if (!names.some((known) => comparable(known) === comparable(name))) names.push(name);
  const isUnion = named.some((each) => each.length < names.length);
  const why = isUnion
    ? 'headers name different columns: --columns has all of them, and --missing-columns empty fills those that a file lacks'
    : 'headers name the columns in different orders: --columns has the order of the output';
  return { names, isNaming: true, isIgnoring: false, isUnion, isOneLess: false, doubts: [doubt('columns', why)] };
}

function uniqueNames(names: readonly string[]): string[] {
  const found: string[] = [];
  for (const [i, name] of names.entries()) {
    const plain = name.replaceAll(/[,\n]/g, '_');
    found.push(plain === '' || found.includes(plain) ? `c${i + 1}` : plain);
  }
  return found;
}

/** For each column the number of its field in a file; -1 where the file lacks it. */
export function placesIn(names: readonly string[] | null, { names: all, isIgnoring }: Naming): number[] {
  if (names === null || isIgnoring) return all.map((_, i) => i);
  return all.map((name) => names.findIndex((each) => comparable(each) === comparable(name)));
}
