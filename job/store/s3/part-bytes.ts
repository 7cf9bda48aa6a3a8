/** The sizes of the parts of a multipart upload. S3 takes 10,000 parts, and 5 TiB in all. Pure. */

import { MiB } from '../../shared/byte-units';

export const LEAST_PART_BYTES = 8 * MiB;
/**
 * After this many parts of the least size, parts grow with the bytes that were sent: 10,000 of them then have more than
 * 5 TiB.
 */
const GROWTH = 1350;

/**
 * The memory for parts that are being sent. Large parts are sent one after the other, small ones together, so that they
 * take about this much at most.
 */
const IN_FLIGHT_BYTES = 48 * MiB;
const IN_FLIGHT_PARTS = 3;

/** The size of the next part of an upload that has `sentBytes` already. */
export function nextPartBytes(sentBytes: number): number {
  return Math.max(LEAST_PART_BYTES, Math.ceil(sentBytes / GROWTH / MiB) * MiB);
}

/** How many parts of this size may be sent at a time. */
export function partsInFlight(partBytes: number): number {
  return Math.max(1, Math.min(IN_FLIGHT_PARTS, Math.floor(IN_FLIGHT_BYTES / partBytes)));
}
