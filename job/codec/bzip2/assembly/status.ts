/** What a step of the decoder has come to. job/codec/bzip2/bzip2-decoder.ts has the same numbers. */

export const BLOCK: i32 = 1;
export const STREAM_END: i32 = 2;
/** All bytes are read, and no stream is open. */
export const ALL_READ: i32 = 3;

export const CUT: i32 = -1;
export const NO_STREAM: i32 = -2;
export const NO_BLOCK: i32 = -3;
export const BAD_CODE: i32 = -4;
export const BAD_CHECKSUM: i32 = -5;
export const RANDOMISED: i32 = -6;
