/** Limits of a record, which documents that are read back have to keep too. */

/** The longest line that is a record, without its ending; the kernel's MAX_LINE_BYTES. */
export const MAX_LINE_BYTES = 1024 * 1024;
export const MAX_COLUMNS = 4000;
