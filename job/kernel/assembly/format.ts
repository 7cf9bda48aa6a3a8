/** What a record looks like: set once, read by every stage. */

export const NEWLINE: u32 = 10;
export const CARRIAGE_RETURN: u32 = 13;
export const QUOTE: u32 = 34;

/** A longer line is a bad record. Lengths and offsets of a line fit in 21 bits. */
export const MAX_LINE_BYTES: u32 = 1 << 20;

export let columns: u32 = 0;
export let delimiter: u32 = 0;
export let orderColumn: u32 = 0;
export let orderIsText: bool = false;
/** The key is the columns from keyFirst to keyLast, both included; or, where they are not adjacent, those listed. */
export let keyFirst: u32 = 0;
export let keyLast: u32 = 0;
export let keyIsApart: bool = false;
/** Addresses: u32 numbers of the key's columns, and how many. */
export let keyColumns: usize = 0;
export let keyCount: u32 = 0;
/**
 * Address of u32 positions of the present line: ends[i] is where column i - 1 ends, so that column i is
 * ends[i] + 1 .. ends[i + 1].
 */
export let ends: usize = 0;
/** Address of room for one key, where the key's columns have to be joined. */
export let joined: usize = 0;
/** No line is so long. */
const NO_HEADER: u32 = 0xffffffff;
/** The lines are a user's: one carriage return before a newline is part of the ending, and headers are among them. */
export let isUsers: bool = true;
/** Address and length of the header that a user's files start with; NO_HEADER bytes where none is looked for. */
export let headerAt: usize = 0;
export let headerBytes: u32 = NO_HEADER;
let userHeaderBytes: u32 = NO_HEADER;
/**
 * A bit of each record that is read now: FORMER where it is of the output that a run merges with. Workers hand lines on
 * with an empty line wherever the next one differs from the last in this; the first is not of that output.
 */
export let origin: u32 = 0;
let isMarked: bool = false;

export const FORMER: u32 = 1 << 28;

export function configure(
  columnCount: u32,
  delimiterByte: u32,
  order: u32,
  orderText: bool,
  keyColumnsAt: usize,
  keyColumnCount: u32,
  endsAt: usize,
  joinedAt: usize,
): void {
  columns = columnCount;
  delimiter = delimiterByte;
  orderColumn = order;
  orderIsText = orderText;
  keyColumns = keyColumnsAt;
  keyCount = keyColumnCount;
  keyFirst = load<u32>(keyColumnsAt);
  keyLast = load<u32>(keyColumnsAt + ((keyColumnCount - 1) << 2));
  keyIsApart = APART_BYTES > 0 || keyLast - keyFirst + 1 !== keyColumnCount;
  ends = endsAt;
  joined = joinedAt;
}

/** Who wrote the lines that follow, in the order of WRITERS in job/kernel/kernel.ts. */
const USER: u32 = 0;
const FORMER_RUN: u32 = 1;
const WORKER: u32 = 2;

/** The header of a user's files; of no bytes where they have none, or an empty one, which is a blank line elsewhere. */
export function expectHeader(at: usize, bytes: u32): void {
  headerAt = at;
  userHeaderBytes = bytes === 0 ? NO_HEADER : bytes;
}

export function format(writer: u32): void {
  isUsers = writer === USER;
  headerBytes = isUsers ? userHeaderBytes : NO_HEADER;
  origin = writer === FORMER_RUN ? FORMER : 0;
  isMarked = writer === WORKER;
}

/** Whether an empty line is a mark, and no line of its own. */
export function takeMark(): bool {
  if (isMarked) origin ^= FORMER;
  return isMarked;
}
