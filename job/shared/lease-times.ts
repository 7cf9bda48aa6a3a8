/** How the holder of an output and the run that wants it measure life. */

/** Time between two signs of life of a holder. */
export const RENEW_EVERY_MS = 30_000;

/** A holder that cannot be seen, and has given no sign of life for so long, is dead. */
export const STALE_AFTER_MS = 5 * 60_000;
