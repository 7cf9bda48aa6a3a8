/**
 * Milliseconds on a clock that nobody sets. `performance.now()` gives the same, but Node loads seven modules at the first
 * use of `performance`.
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
