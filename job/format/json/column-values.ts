/** The values of the columns of JSON Lines, of which each may have alternatives (shared/json-path.ts). Pure. */

import { pathsOfColumn } from '../../shared/json-path';
import { type JsonValue, MemberReader } from './members';
import type { JsonFault } from './text';

/** The names of a path as the bytes of their UTF-8, with one character for each byte. */
type Path = readonly string[];

/** The alternatives of each column. */
export function pathsOf(columns: readonly string[]): readonly (readonly Path[])[] {
  return columns.map((column) =>
    pathsOfColumn(column).map((path) => path.map((name) => Buffer.from(name).toString('latin1'))),
  );
}

export class ColumnReader {
  private readonly members: MemberReader;

  constructor(private readonly columns: readonly (readonly Path[])[]) {
    this.members = new MemberReader(columns.flat());
  }

  /** The value of each column, null for a missing one; or where the line is no JSON object. */
  read(line: string): readonly (JsonValue | null)[] | JsonFault {
    const values = this.members.read(line);
    if ('expected' in values) return values;
    let start = 0;
    return this.columns.map(({ length }) => {
      const value = firstOf(values.slice(start, start + length));
      start += length;
      return value;
    });
  }
}

/** The first value that is neither missing nor null; where there is none, null of JSON rather than a missing one. */
function firstOf(values: readonly (JsonValue | null)[]): JsonValue | null {
  const given = values.filter((value) => value !== null);
  const found = given.find(({ kind }) => kind !== 'null') ?? given[0];
  return found === undefined ? null : found;
}
