/** Limits of a record. Documents that are read back have to keep them too. */

/** The longest line that can be a record, without its ending. The kernel has the same constant, MAX_LINE_BYTES. */
export const MAX_LINE_BYTES = 1024 * 1024;
export const MAX_COLUMNS = 4000;
