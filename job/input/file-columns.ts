/** Finds where a file has the columns, by the names in its header. Pure. */

import { type Format, type Header, mostHeaderBytes } from '../format/format';
import type { FileFields } from '../kernel/record-format';
import type { Spec } from '../options/spec';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { counted } from '../shared/figures';
import { printable } from '../shared/printable';
import { quoteArgument } from '../shared/shell-quote';
import { comparable, isSameNames, namesIn } from './column-names';

/** How many names a message shows. */
const SHOWN_NAMES = 40;

/** A header line, and the file that it was found in. */
export interface FoundHeader {
  readonly line: Uint8Array;
  readonly file: string;
}

/** The columns of a spec in a file. */
interface Places {
  /** For each column the number of its field; -1 where the file lacks it. */
  readonly from: readonly number[];
  readonly lacking: readonly string[];
  /** The names in the header that are no columns. */
  readonly extra: readonly string[];
}

/** The names in a header. */
export function headerNames({ line }: FoundHeader, format: Format, spec: Spec): string[] {
  return namesIn(withoutTrailing(line, spec), format);
}

/** The header line without the delimiter at its end, where lines end with one. */
export function withoutTrailing(line: Uint8Array, { delimiter, hasTrailingDelimiter }: Spec): Uint8Array {
  const at = line.length - delimiter.length;
  if (!hasTrailingDelimiter || at < 0) return line;
  return Buffer.from(line.subarray(at)).toString('latin1') === delimiter ? line.subarray(0, at) : line;
}

/** Whether the names have none of the columns. */
export function isUnknown(names: readonly string[], { columns }: Spec): boolean {
  return placesOf(names, columns).lacking.length === columns.length;
}

/** Throws with exit code 65 where two names are equal. */
export function refuseEqualNames(names: readonly string[], file: string): void {
  const first = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const before = first.get(name);
    if (before !== undefined) {
      throw bad(
        `the header of '${file}' names '${printable(name)}' twice, as column ${before + 1} and ${i + 1}; give --columns ` +
          'with other names, and --header-names ignore',
      );
    }
    first.set(name, i);
  }
}

/**
 * The fields of a file with this header, by the names of the spec's columns; null where they are the columns one by one.
 * Throws with exit code 65 where the header lacks a column or has another one, and the options do not allow it.
 */
export function fieldsByName(found: FoundHeader, spec: Spec, format: Format): FileFields | null {
  const { columns } = spec;
  const { file } = found;
  const names = headerNames(found, format, spec);
  if (isSameNames(names, columns)) return null;
  const places = placesOf(names, columns);
  if (places.lacking.length === columns.length || isRefusedBothWays(places, spec))
    throw otherNames(file, names, columns);
  refuseEqualNames(names, file);
  refuseLacking(file, places, spec);
  if (places.extra.length > 0 && spec.reading.extraColumns === 'refuse') {
    throw bad(
      `the header of '${file}' has ${shownNames(places.extra)}, which --columns does not name; name it there, or give ` +
        '--extra-columns drop to leave it out',
    );
  }
  return { count: names.length, from: places.from };
}

/**
 * The fields of a file whose header is not that of the first file. Throws with exit code 65 where the run does not read
 * it.
 */
export function fieldsOfOther(found: FoundHeader, header: Header, spec: Spec, format: Format): FileFields | null {
  if (header.others === 'none') throw otherHeader(found, header);
  const most = mostHeaderBytes(header);
  if (found.line.length > most) {
    throw bad(
      `the header of '${found.file}' has ${found.line.length} bytes and is not that of '${header.file}'; at most ${most} are possible`,
    );
  }
  if (header.others === 'any-order') return fieldsByName(found, spec, format);
  refuseOtherOrder(found, header, spec, format);
  return null;
}

/** The failure for a file whose header has other bytes than that of the first file. */
export function otherHeader({ file, line }: FoundHeader, header: Header): Failure {
  const [is, expected] = [line, header.found].map((bytes) => Buffer.from(bytes).subarray(0, 200).toString());
  return bad(
    `'${file}' starts with the header '${is}', but '${header.file}' with '${expected}'; with --header all must be equal`,
  );
}

/**
 * Refuses a header that does not name the columns of the first file in the same order: no option says which order the
 * output has.
 */
function refuseOtherOrder(found: FoundHeader, header: Header, spec: Spec, format: Format): void {
  const names = headerNames(found, format, spec);
  const { columns } = spec;
  if (isSameNames(names, columns)) return;
  const places = placesOf(names, columns);
  const says = `the header of '${found.file}' names ${shownNames(names)}, but that of '${header.file}' ${shownNames(columns)}`;
  refuseEqualNames(names, found.file);
  if (places.lacking.length === columns.length) {
    throw bad(
      `${says}; with --header all must name the same columns: put a file without a header behind one that has it, as by ` +
        'cat, or name the inputs without it',
    );
  }
  refuseLackingNeeded(found.file, places, spec);
  const all = columnList([...columns, ...places.extra]);
  const common = columnList(columns.filter((_, i) => places.from[i] !== -1));
  const isReordered = places.lacking.length === 0 && places.extra.length === 0;
  throw bad(
    isReordered
      ? `${says}; give the order of the output: ${all}`
      : `${says}; give ${all} --missing-columns empty, or ${common} --extra-columns drop`,
  );
}

/** The spec of the records in a file whose fields are not the columns one by one. It is for messages. */
export function specOfFile(spec: Spec, { count, from }: FileFields): Spec {
  const columns = Array.from({ length: count }, (_, field) => {
    const column = from.indexOf(field);
    return column < 0 ? `column ${field + 1}` : (spec.columns[column] as string);
  });
  const field = (column: number) => from[column] as number;
  return {
    ...spec,
    columns,
    keyColumns: spec.keyColumns.map(field).sort((a, b) => a - b),
    orderBy: spec.orderBy
      .filter(({ column }) => field(column) !== -1)
      .map((order) => ({ ...order, column: field(order.column) })),
  };
}

/** `--columns` with these names, as a user can paste it. */
function columnList(names: readonly string[]): string {
  return `--columns ${quoteArgument(names.join(','))}`;
}

/** A name is found as it is written, or else without regard to case, blanks and quotes where only one is meant. */
function placesOf(names: readonly string[], columns: readonly string[]): Places {
  const exact = new Map(names.map((name, i) => [name, i]));
  const loose = new Map<string, number>();
  for (const [i, name] of names.entries()) loose.set(comparable(name), loose.has(comparable(name)) ? -1 : i);
  const taken = new Set<number>();
  const from = columns.map((column) => {
    const found = exact.get(column) ?? loose.get(comparable(column));
    if (found === undefined || found < 0 || taken.has(found)) return -1;
    taken.add(found);
    return found;
  });
  return {
    from,
    lacking: columns.filter((_, i) => from[i] === -1),
    extra: names.filter((_, i) => !taken.has(i)),
  };
}

function isRefusedBothWays({ lacking, extra }: Places, { reading }: Spec): boolean {
  const isLacking = lacking.length > 0 && reading.missingColumns === 'refuse';
  return isLacking && extra.length > 0 && reading.extraColumns === 'refuse';
}

function refuseLacking(file: string, places: Places, spec: Spec): void {
  refuseLackingNeeded(file, places, spec);
  if (places.lacking.length === 0 || spec.reading.missingColumns === 'empty') return;
  throw bad(
    `the header of '${file}' lacks ${shownNames(places.lacking)} of --columns; give --missing-columns empty to read it ` +
      'as empty',
  );
}

function refuseLackingNeeded(file: string, { from }: Places, spec: Spec): void {
  const { columns, keyColumns, orderBy, emptyOrder, reading } = spec;
  const lacks = (column: number) => from[column] === -1;
  const key = keyColumns.find(lacks);
  const order = orderBy.map(({ column }) => column).find(lacks);
  if (key !== undefined)
    throw bad(
      `the header of '${file}' lacks '${columns[key]}', which is a column of the key; name the inputs without files of other tables`,
    );
  if (order === undefined || (reading.missingColumns === 'empty' && emptyOrder === 'oldest')) return;
  throw bad(
    `the header of '${file}' lacks '${columns[order]}', which is a column of the order; give --missing-columns empty ` +
      '--empty-order oldest to read it as older than any value',
  );
}

function otherNames(file: string, names: readonly string[], columns: readonly string[]): Failure {
  return bad(
    `the header of '${file}' names ${shownNames(names)}, but --columns ${shownNames(columns)}; ` +
      'give --columns as the file has them, --header-names ignore where its names mean nothing, or name the inputs ' +
      'without files of other tables',
  );
}

function shownNames(names: readonly string[]): string {
  const more = names.length > SHOWN_NAMES ? ` and ${counted(names.length - SHOWN_NAMES, 'more')}` : '';
  return `'${printable(names.slice(0, SHOWN_NAMES).join(','))}'${more}`;
}

function bad(message: string): Failure {
  return new Failure(EXIT.badData, message);
}
