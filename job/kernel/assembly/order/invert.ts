/** Inverts the bytes in from .. to, and up to 15 bytes behind them. */
export function invert(from: usize, to: usize): void {
  for (let at = from; at < to; at += 16) v128.store(at, v128.not(v128.load(at)));
}
