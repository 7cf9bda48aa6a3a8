/** The reasons why a line is bad, numbered from 1 in the order of REJECT_REASONS in job/summary/summary.ts. */
export const GOOD: u32 = 0;
export const BAD_COLUMNS: u32 = 1;
export const BAD_ORDER: u32 = 2;
export const BAD_ORDER_RANGE: u32 = 3;
export const BAD_LENGTH: u32 = 4;
/** Something other than a delimiter or the end of the line follows a closing quote. */
export const BAD_QUOTE: u32 = 5;
/** A quote is not closed within MAX_LINE_BYTES from the start of its record, or at all. */
export const BAD_OPEN_QUOTE: u32 = 6;
/** The record ends with an escape, behind which there is no byte. */
export const BAD_OPEN_ESCAPE: u32 = 7;
/** The line is no JSON object. */
export const BAD_JSON: u32 = 8;
/** A name of the key is missing in a JSON object, or its value cannot be a key. */
export const BAD_KEY: u32 = 9;
/** The reasons that follow are given only where no records are kept; see check.ts. */
export const BAD_SEQUENCE: u32 = 10;
export const BAD_DUPLICATE: u32 = 11;
export const BAD_PARTITION: u32 = 12;
/** The record is good, and has a key that is sought; see seek.ts. */
export const SOUGHT: u32 = 13;
/** The record is no delete, where only deletes are expected; or it is one, where none is. */
export const BAD_ALIVE: u32 = 14;
export const BAD_DELETE: u32 = 15;
