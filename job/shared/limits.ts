/** Limits of a record. Documents that are read back have to keep them too. */

/** The longest line that can be a record, without its ending. The kernel has the same constant, MAX_LINE_BYTES. */
export const MAX_LINE_BYTES = 1024 * 1024;
export const MAX_COLUMNS = 4000;
/** The most levels of objects and arrays in a line of JSON. The kernel has the same constant, MAX_DEPTH. */
export const MAX_JSON_DEPTH = 1024;
export const MAX_DELIMITER_BYTES = 8;
/** The longest text by which comments are told. */
export const MAX_COMMENT_BYTES = 64;
/** The most lines that are skipped at the start of each file. */
export const MAX_SKIPPED_LINES = 1_000_000;
/** The most values that can be stated in order. */
export const MAX_RANKS = 256;
/** The most conditions by which records are deletes. */
export const MAX_DELETE_CONDITIONS = 256;
