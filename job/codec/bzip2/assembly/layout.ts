/** Where everything lies in the memory of the decoder. Addresses are bytes. */

/** How many blocks are decoded before their transforms are undone together (inverse.ts). */
export const SLOTS: u32 = 4;

/**
 * The most stored bytes of a block: every symbol may have the longest code, and the head of the block has selectors,
 * code lengths and the map of bytes that occur.
 */
export const MOST_STORED_BYTES: u32 = 2_600_000;
/** Bytes behind the input that a reader of eight bytes may touch. */
const SLACK_BYTES: u32 = 64;

export const INPUT: u32 = 0x10000;
export const INPUT_BYTES: u32 = 4 << 20;

/** Tables of the cyclic redundancy check: eight of 256 entries of 32 bits. */
export const CRC_TABLES: u32 = INPUT + INPUT_BYTES + SLACK_BYTES;
/** Masks that move one of the first 16 bytes to the front, for each of these bytes. */
export const FRONT_MASKS: u32 = CRC_TABLES + 8 * 256 * 4;

/** The selectors of a block: which code the next 50 symbols have. */
export const SELECTORS: u32 = FRONT_MASKS + 16 * 16;
const MOST_SELECTORS: u32 = 1 << 15;

export const MOST_CODES: u32 = 6;
/** The length of the longest code. */
export const MOST_CODE_BITS: u32 = 20;
/** Codes of at most this many bits are looked up in a table. */
export const FAST_BITS: u32 = 10;

/** The lengths of the codes of one alphabet. */
export const LENGTHS: u32 = SELECTORS + MOST_SELECTORS;
/** For each code: fast entries of 16 bits, symbols in the order of their codes, and the limit and base of each length. */
export const FAST: u32 = LENGTHS + 512;
export const FAST_BYTES: u32 = 2 << FAST_BITS;
export const ORDERED: u32 = FAST + MOST_CODES * FAST_BYTES;
export const ORDERED_BYTES: u32 = 1024;
export const LIMITS: u32 = ORDERED + MOST_CODES * ORDERED_BYTES;
export const LIMITS_BYTES: u32 = 128;
export const BASES: u32 = LIMITS + MOST_CODES * LIMITS_BYTES;

/** The bytes of a block in the order of their last use. */
export const RECENT: u32 = BASES + MOST_CODES * LIMITS_BYTES;
/** How often each byte occurs in a block, and then where the next one of its rows is. */
export const COUNTS: u32 = RECENT + 512;

/** For each slot: how many bytes its block has, the next row of the block, and the checksum that it should have. */
export const SLOT_BYTES: u32 = COUNTS + 1024;
export const SLOT_NEXT: u32 = SLOT_BYTES + 4 * SLOTS;
export const SLOT_CRC: u32 = SLOT_NEXT + 4 * SLOTS;

/** The last column of the sorted rotations of a block. */
export const LAST_COLUMN: u32 = SLOT_CRC + 4 * SLOTS;
const BLOCK_ROOM: u32 = 900_032;

/** For each slot: row by row, the first byte and, in the upper 24 bits, the row that follows. */
export const ROWS: u32 = LAST_COLUMN + BLOCK_ROOM;
export const ROWS_BYTES: u32 = 4 * BLOCK_ROOM;
/** For each slot: the bytes of the block, in which runs are still codes. */
export const RAW: u32 = ROWS + SLOTS * ROWS_BYTES;
export const RAW_BYTES: u32 = BLOCK_ROOM;

export const OUTPUT: u32 = RAW + SLOTS * RAW_BYTES;
export const OUTPUT_BYTES: u32 = 1 << 18;
/** The end of all, with room for a store of 16 bytes. */
export const END: u32 = OUTPUT + OUTPUT_BYTES + SLACK_BYTES;
