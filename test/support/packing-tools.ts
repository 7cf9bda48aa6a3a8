/** The tools of others that pack, as oracles for the codecs. */

import { spawnSync } from 'node:child_process';
import { PYTHON } from './python';

const MOST_BYTES = 256 * 1024 * 1024;

export function hasTool(program: string, args: readonly string[] = ['--version']): boolean {
  return spawnSync(program, args, { stdio: 'ignore', input: '' }).status === 0;
}

/** What a tool makes of some bytes. */
export function piped(program: string, args: readonly string[], input: Uint8Array): Buffer {
  const { error, status, stdout, stderr } = spawnSync(program, args, { input, maxBuffer: MOST_BYTES });
  if (error || status !== 0) throw new Error(`${program} failed: ${error ? error.message : stderr}`);
  return stdout;
}

const HAS_BZIP2 = hasTool('bzip2', ['--help']);

/** A stream of libbz2: of the bzip2 command, or of Python where that is missing. */
export function bzip2Of(bytes: Uint8Array, level = 9): Buffer {
  if (HAS_BZIP2) return piped('bzip2', ['--stdout', `-${level}`], bytes);
  const program = `import bz2,sys; sys.stdout.buffer.write(bz2.compress(sys.stdin.buffer.read(), ${level}))`;
  return piped(PYTHON, ['-c', program], bytes);
}

/** A file of the zstd command. From a pipe it has no size of its content. */
export function zstdOf(bytes: Uint8Array, ...args: readonly string[]): Buffer {
  return piped('zstd', ['--quiet', '--stdout', ...args], bytes);
}

/** Declares tests that need a tool. Without it they are skipped, and the reason is printed. */
export function onTool(name: string, program: string, tests: () => void, args?: readonly string[]): void {
  const isThere = hasTool(program, args);
  if (!isThere) process.stderr.write(`SKIPPED ${name}: there is no '${program}'\n`);
  (isThere ? describe : describe.skip)(name, tests);
}
