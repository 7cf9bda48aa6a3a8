/** What may be wrong with a line, in the order of REJECT_REASONS in job/summary/summary.ts, from 1. */
export const GOOD: u32 = 0;
export const BAD_COLUMNS: u32 = 1;
export const BAD_ORDER: u32 = 2;
export const BAD_ORDER_RANGE: u32 = 3;
export const BAD_LENGTH: u32 = 4;
/** Only for lines that this kit wrote, see check.ts. */
export const BAD_SEQUENCE: u32 = 5;
export const BAD_DUPLICATE: u32 = 6;
export const BAD_PARTITION: u32 = 7;
