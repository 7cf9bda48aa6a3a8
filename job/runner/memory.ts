/** Bytes that the shortest record takes in memory for each byte of its line: the most that an input can fill. */
export const MEMORY_PER_INPUT_BYTE = 8;
