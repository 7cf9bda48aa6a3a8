/** The facts about records that the kernel needs. Pure. */

import { type DeleteCondition, deletesTableBytes } from './deletes-table';
import { planJsonTable } from './json-table';
import { mostEncodedBytes, type OrderColumn, planOrderTable, type ZoneOffsets } from './order-table';

/** How values are ordered. */
export interface OrderFormat {
  /** The first of these columns in which two records differ decides which one is later. */
  readonly orderBy: readonly OrderColumn[];
  readonly emptyOrder: 'refuse' | 'oldest';
  /** The zone of timestamps that name none. */
  readonly zone: ZoneOffsets;
}

/** Strings have one character for each byte. */
export interface RecordFormat extends OrderFormat {
  /**
   * For JSON Lines, the alternatives of each column: the names that lead to its value, from the outermost object inwards,
   * as the bytes of their UTF-8. Null for delimited text.
   */
  readonly paths: readonly (readonly (readonly string[])[])[] | null;
  readonly columns: number;
  /** In ascending order. */
  readonly keyColumns: readonly number[];
  readonly delimiter: string;
  readonly quote: string | null;
  /** The quote itself where quotes are doubled. Without a quote it makes the byte behind it data anywhere; null for none. */
  readonly escape: string | null;
  readonly isTrimmed: boolean;
  /** A record that meets any of these conditions is a delete. */
  readonly deleteWhen: readonly DeleteCondition[];
  /** Deletes whose first order value is older than this one are not emitted for good; null where all are. */
  readonly forgetDeletedBefore: string | null;
  /** The start of lines of a user that are comments; null for none. */
  readonly comment: string | null;
  readonly hasTrailingDelimiter: boolean;
  /**
   * Whether columns at the end of a user's line may be missing, which are empty then. In JSON Lines, whether names may be
   * missing, whose value is null then.
   */
  readonly fillsShort: boolean;
}

/**
 * The fields of a user's file that are not the columns one by one: their number, and for each column the number of its
 * field, or -1 for a column that the file lacks.
 */
export interface FileFields {
  readonly count: number;
  readonly from: readonly number[];
}

/** Whether records are ordered by one integer or one text, as they stand in the line. */
export function isSimpleOrder({ orderBy, emptyOrder }: OrderFormat): boolean {
  const [first] = orderBy;
  const isSimple = first !== undefined && (first.type === 'int' || first.type === 'text') && !first.isLeast;
  return orderBy.length === 1 && isSimple && emptyOrder === 'refuse';
}

/** Whether the scan for plain lines, which is the fastest, can read the lines that this kit writes. */
export function isOwnPlain(format: RecordFormat): boolean {
  const { paths, delimiter, quote, escape: escaping, isTrimmed, hasTrailingDelimiter } = format;
  const isUnquoted = quote === null && escaping === null;
  return paths === null && delimiter.length === 1 && isUnquoted && !isTrimmed && !hasTrailingDelimiter;
}

/** Whether it can read the lines of a user whose fields are the columns. */
export function isUserPlain(format: RecordFormat): boolean {
  const { comment, fillsShort } = format;
  return isOwnPlain(format) && comment === null && !fillsShort;
}

/** The number of leading fields that hold the key and the order. `from` has the field of each column. */
export function neededFields({ keyColumns, orderBy }: RecordFormat, from: readonly number[]): number {
  const columns = [...keyColumns, ...orderBy.map(({ column }) => column)];
  return 1 + Math.max(...columns.map((column) => from[column] as number));
}

/** The number of leading columns that hold the key and the order. */
export function neededColumns(format: RecordFormat): number {
  return neededFields(format, [...Array(format.columns).keys()]);
}

/** The room that a format takes in the memory, for the layout. */
export interface LayoutNeeds {
  readonly headerBytes: number;
  /** The bytes of the comment and of the tables for the order and for names, which all workers share. */
  readonly constantBytes: number;
  /** Whether each worker needs rooms for values and lines that differ from those in the file. */
  readonly hasRooms: boolean;
  /** Whether parts of the former output are merged with the records. */
  readonly merges: boolean;
}

export const PLAIN_NEEDS: LayoutNeeds = { headerBytes: 0, constantBytes: 0, hasRooms: false, merges: false };

/** The facts about files that decide, beside their format, which rooms a worker needs. */
export interface FilesNeeds {
  /** The most bytes of a header. */
  readonly headerBytes: number;
  /** Whether the fields of any file are not the columns one by one. */
  readonly isRearranged: boolean;
  /** Whether parts of the former output are merged with the records. */
  readonly merges: boolean;
}

/** The needs of files without headers, whose records are merged with no parts. */
export const NO_FILES_NEEDS: FilesNeeds = { headerBytes: 0, isRearranged: false, merges: false };

export function needsOf(format: RecordFormat, { headerBytes, isRearranged, merges }: FilesNeeds): LayoutNeeds {
  const isPlain = isUserPlain(format) && !isRearranged;
  const hasRooms = !isPlain || !isSimpleOrder(format);
  return { headerBytes, constantBytes: constantsOf(format).bytes, hasRooms, merges };
}

/**
 * Where the constants lie in their room, which begins at a multiple of 8: the comment, the table for the order, names, the
 * conditions of deletes, and the order value before which deletes are forgotten.
 */
export interface ConstantsPlan {
  readonly comment: Buffer;
  readonly orderAt: number;
  readonly namesAt: number;
  readonly deletesAt: number;
  readonly oldestAt: number;
  readonly bytes: number;
}

export function constantsOf(format: RecordFormat): ConstantsPlan {
  const comment = Buffer.from(format.comment === null ? '' : format.comment, 'latin1');
  const orderAt = upToWord(comment.length);
  const order = isSimpleOrder(format) ? 0 : planOrderTable(format.orderBy, format.zone, 0).bytes.length;
  const namesAt = upToWord(orderAt + order);
  const names = format.paths === null ? 0 : planJsonTable(format.paths, 0).bytes.length;
  const deletesAt = upToWord(namesAt + names);
  const oldestAt = upToWord(deletesAt + deletesTableBytes(format.deleteWhen));
  const { forgetDeletedBefore: oldest } = format;
  const bytes = oldestAt + (oldest === null ? 0 : mostEncodedBytes(oldest.length));
  return { comment, orderAt, namesAt, deletesAt, oldestAt, bytes };
}

function upToWord(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
