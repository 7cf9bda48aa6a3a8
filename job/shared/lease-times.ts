/** The times by which a lease is kept, and by which its holder is taken for dead. */

/** The time between two signs of life of a holder. */
export const RENEW_EVERY_MS = 30_000;

/** A holder that cannot be seen is dead once it has given no sign of life for this time. */
export const STALE_AFTER_MS = 5 * 60_000;
