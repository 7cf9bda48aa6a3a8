/**
 * The file with the compiled code of dist/dedup-program.js and of its worker threads. V8 itself checks that code is of its
 * own version and of its flags, but not of which program or which build of Node: the first line of the file says that.
 */

/** A hash of the program. */
declare const PROGRAM_ID: string;

const NEWLINE = 10;

export const CODE_CACHE_FILE = 'dedup.code-cache';

export interface CompiledCode {
  readonly program: Uint8Array;
  /** The code of the worker threads. */
  readonly worker: Uint8Array;
}

/** The text that says of which program, and of which build of Node, compiled code is. */
function origin(): string {
  const { version, platform, arch, config } = process;
  return JSON.stringify([PROGRAM_ID, version, platform, arch, config]);
}

export function packCode({ program, worker }: CompiledCode): Uint8Array {
  return Buffer.concat([Buffer.from(`${origin()}\n${program.length}\n`), program, worker]);
}

/** The code in a file; null where it is of another program or another Node. */
export function unpackCode(file: Uint8Array): CompiledCode | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const end = bytes.indexOf(NEWLINE);
  if (bytes.toString('latin1', 0, end) !== origin()) return null;
  const start = bytes.indexOf(NEWLINE, end + 1) + 1;
  const border = start + Number(bytes.toString('latin1', end + 1, start - 1));
  return { program: bytes.subarray(start, border), worker: bytes.subarray(border) };
}
