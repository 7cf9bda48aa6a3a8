/** Memory per byte of input where every record is as short as possible. No input takes more. */
export const MEMORY_PER_INPUT_BYTE = 8;
