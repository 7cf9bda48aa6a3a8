/** The reasons why a line is bad, numbered from 1 in the order of REJECT_REASONS in job/summary/summary.ts. */
export const GOOD: u32 = 0;
export const BAD_COLUMNS: u32 = 1;
export const BAD_ORDER: u32 = 2;
export const BAD_ORDER_RANGE: u32 = 3;
export const BAD_LENGTH: u32 = 4;
/** The reasons that follow are given only for lines that this kit wrote; see check.ts. */
export const BAD_SEQUENCE: u32 = 5;
export const BAD_DUPLICATE: u32 = 6;
export const BAD_PARTITION: u32 = 7;
