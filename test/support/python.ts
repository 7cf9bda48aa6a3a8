/** Support for tests that compare with Python. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The command of Python. */
export const PYTHON = process.env.PYTHON === undefined ? 'python3' : process.env.PYTHON;
const ORACLE = join(__dirname, 'order-oracle.py');
const MOST_BYTES = 64 * 1024 * 1024;

/** Declares tests that need Python with time zones. Without it they are skipped, and the reason is printed. */
export function onPython(name: string, tests: () => void): void {
  const { error, status } = spawnSync(PYTHON, ['-c', "import zoneinfo; zoneinfo.ZoneInfo('Europe/Berlin')"]);
  const missing = error
    ? error.message
    : status === 0
      ? null
      : 'it needs Python 3.10 or newer with time zones (tzdata)';
  if (missing !== null) process.stderr.write(`SKIPPED ${name}: ${missing}\n`);
  (missing === null ? describe : describe.skip)(name, tests);
}

/** The answers of order-oracle.py to these values. */
export function orderOracle<T>(type: 'decimal' | 'timestamp', zone: string, values: readonly string[]): T[] {
  const input = JSON.stringify({ type, zone, values });
  const { error, status, stdout, stderr } = spawnSync(PYTHON, [ORACLE], { input, maxBuffer: MOST_BYTES });
  if (error || status !== 0) throw new Error(`the oracle failed: ${error ? error.message : stderr}`);
  return JSON.parse(stdout.toString());
}
