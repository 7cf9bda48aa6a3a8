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

const PLAIN = { isNaming: true, isIgnoring: false, isUnion: false, isOneLess: false } as const;

/** The names of the columns, from those in the headers of the files; null stands for a file without a header. */
export function namingOf(lists: readonly (readonly string[] | null)[], columns: number): Naming {
  const [first] = lists;
  if (first == null) return numbered(columns);
  const isOneLess = first.length === columns - 1;
  if (
    isOneLess ||
    new Set(first).size < first.length ||
    first.includes('') ||
    first.some((name) => /[,\n]/.test(name))
  ) {
    return renamed(first, lists, isOneLess);
  }
  const named = lists as readonly (readonly string[])[];
  const key = (names: readonly string[]) => names.map(comparable).join('\0');
  if (named.every((names) => key(names) === key(first))) {
    return { ...PLAIN, names: first, isNaming: false, doubts: [] };
  }
  return united(first, named);
}

function numbered(columns: number): Naming {
  const names = Array.from({ length: columns }, (_, i) => `c${i + 1}`);
  const why =
    columns === 1
      ? `no header names the column: ${names[0]} stands for its name`
      : `no header names the columns: ${names[0]} to ${names.at(-1)} stand for their names; put the right ones in their place`;
  return { ...PLAIN, names, doubts: [doubt('columns', why)] };
}

/** Other names in the place of those in the header, which options cannot have or which do not suffice. */
function renamed(first: readonly string[], lists: readonly (readonly string[] | null)[], isOneLess: boolean): Naming {
  const names = uniqueNames(isOneLess ? ['row', ...first] : first);
  const why = isOneLess
    ? 'the header lacks the name of the first column: it is skipped, and --columns has its names behind a further one'
    : 'some names in the header are empty, equal to others or hold a comma, so --columns has others in their place';
  const isEach = lists.every((other) => other?.join('\0') === first.join('\0'));
  const unlike = isEach
    ? []
    : [doubt('files', 'headers differ from file to file: read files of each header by themselves')];
  return { ...PLAIN, names, isIgnoring: true, isOneLess, doubts: [doubt('columns', why), ...unlike] };
}

/** All names that some header has, those of the first file in front. */
function united(first: readonly string[], named: readonly (readonly string[])[]): Naming {
  const names = [...first];
  const known = new Set(first.map(comparable));
  for (const name of named.flat()) {
    if (known.has(comparable(name))) continue;
    known.add(comparable(name));
    names.push(name);
  }
  const isUnion = named.some((each) => each.length < names.length);
  const why = isUnion
    ? 'headers name different columns: --columns has all of them, and --missing-columns empty fills those that a file lacks'
    : 'headers name the columns in different orders: --columns has the order of the output';
  return { ...PLAIN, names, isUnion, doubts: [doubt('columns', why)] };
}

function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const plain = name.replaceAll(/[,\n]/g, '_');
    const unique = plain === '' || taken.has(plain) ? `c${i + 1}` : plain;
    taken.add(unique);
    return unique;
  });
}

/** For each column the number of its field in a file; -1 where the file lacks it. */
export function placesIn(names: readonly string[] | null, { names: all, isIgnoring }: Naming): number[] {
  if (names === null || isIgnoring) return all.map((_, i) => i);
  const exact = new Map(names.map((name, i) => [name, i]));
  const loose = new Map(names.map((name, i) => [comparable(name), i]));
  return all.map((name) => {
    const place = exact.has(name) ? exact.get(name) : loose.get(comparable(name));
    return place === undefined ? -1 : place;
  });
}
