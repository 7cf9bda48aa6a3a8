/** How large the parts of a multipart upload are: S3 takes 10,000 of them, and 5 TiB in all. Pure. */

const MiB = 1024 * 1024;

export const LEAST_PART_BYTES = 8 * MiB;
/** After so many parts of the least size they grow with what was sent: 10,000 of them are then more than 5 TiB. */
const GROWTH = 1350;

/** Large parts go one after the other, small ones together, so that memory holds about so much at most. */
const IN_FLIGHT_BYTES = 48 * MiB;
const IN_FLIGHT_PARTS = 3;

/** The size of the next part, of an upload that has so many bytes already. */
export function nextPartBytes(sentBytes: number): number {
  return Math.max(LEAST_PART_BYTES, Math.ceil(sentBytes / GROWTH / MiB) * MiB);
}

/** How many parts of this size may be on their way at a time. */
export function partsInFlight(partBytes: number): number {
  return Math.max(1, Math.min(IN_FLIGHT_PARTS, Math.floor(IN_FLIGHT_BYTES / partBytes)));
}
