import { printable } from '../shared/printable';

/** A line on standard error about what is no failure. */
export function warn(message: string): void {
  console.error(`dedup: warning: ${printable(message)}`);
}
