/** The shape of the lines: their columns, their key and their order. It is set from outside and read by every stage. */

export const NEWLINE: u32 = 10;
export const CARRIAGE_RETURN: u32 = 13;
export const QUOTE: u32 = 34;

/** The most bytes of a line; a longer line is a bad record. Lengths and offsets within a line fit in 21 bits. */
export const MAX_LINE_BYTES: u32 = 1 << 20;

export let columns: u32 = 0;
export let delimiter: u32 = 0;
export let orderColumn: u32 = 0;
export let orderIsText: bool = false;
/**
 * The key consists of the columns from keyFirst to keyLast, both included. If `keyIsApart`, these columns are not
 * adjacent: the key then consists of the columns listed at `keyColumns`, and has to be joined.
 */
export let keyFirst: u32 = 0;
export let keyLast: u32 = 0;
export let keyIsApart: bool = false;
/** The address of the u32 numbers of the key's columns, and the number of these columns. */
export let keyColumns: usize = 0;
export let keyCount: u32 = 0;
/**
 * The address of a list of u32 addresses in the present line: ends[i] is the end of column i - 1. Column i therefore
 * lies in ends[i] + 1 .. ends[i + 1].
 */
export let ends: usize = 0;
/** The address of room for one key, for keys whose columns have to be joined. */
export let joined: usize = 0;
/** A length that no line has. It stands for no header. */
const NO_HEADER: u32 = 0xffffffff;
/**
 * Whether the lines are a user's. One carriage return before the newline then belongs to the ending of a line, and
 * headers may be among the lines.
 */
export let isUsers: bool = true;
/**
 * The address and the length of the header that is looked for among the lines. The length is NO_HEADER if there is
 * none.
 */
export let headerAt: usize = 0;
export let headerBytes: u32 = NO_HEADER;
let userHeaderBytes: u32 = NO_HEADER;
/**
 * A bit of each record that is read now: FORMER if the record belongs to the output that the run merges with, else 0.
 * Where workers exchange lines, an empty line (a mark) says that this bit changes for the lines that follow. It is 0 at
 * the start.
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

/** The writers of lines, in the order of WRITERS in job/kernel/answers.ts. */
const USER: u32 = 0;
const FORMER_RUN: u32 = 1;
const WORKER: u32 = 2;

/**
 * Sets the header of a user's files. Its length is 0 if the files have no header or an empty one; an empty header that
 * is repeated counts as a blank line.
 */
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

/** Takes an empty line. Returns true if it is a mark, which changes `origin`, and false if it is a blank line. */
export function takeMark(): bool {
  if (isMarked) origin ^= FORMER;
  return isMarked;
}
