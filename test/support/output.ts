/** Reads an output as a user of the folder does: only visible parts, decompressed, in the order of their names. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { WasmUnpack } from '../../job/codec/zstd/wasm-unpack';
import type { Summary } from '../../job/summary/summary';

export interface Output {
  readonly summary: Summary;
  /** The names of the visible files in the folder itself. */
  readonly names: readonly string[];
  /** The content of each part as Latin-1, without header lines. */
  readonly parts: readonly string[];
  /** All parts, concatenated. */
  readonly records: string;
  /** The header line of each part, if the run had `--header`. */
  readonly headers: readonly string[];
  /** All files of `_deleted/`, concatenated in the order of their names, without header lines. */
  readonly deletes: string;
  /** The lines of `_rejected/`, in the order of the names of its files. */
  readonly rejects: readonly Reject[];
}

export interface Reject {
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
  readonly line?: string;
  readonly lineBase64?: string;
  readonly lineBytes?: number;
}

export function readOutput(folder: string): Output {
  const summary = readSummary(folder);
  const names = visibleNames(folder);
  const contents = names.map((name) => contentOf(join(folder, name)));
  const headerBytes = summary.spec.header === null ? 0 : summary.spec.header.length + 1;
  const deleted = join(folder, '_deleted');
  const parts = contents.map((content) => content.slice(headerBytes));
  return {
    summary,
    names,
    parts,
    records: parts.join(''),
    headers: headerBytes === 0 ? [] : contents.map((content) => content.slice(0, headerBytes - 1)),
    deletes: (existsSync(deleted) ? readdirSync(deleted) : [])
      .sort()
      .map((name) => contentOf(join(deleted, name)).slice(headerBytes))
      .join(''),
    rejects: readRejects(folder),
  };
}

export function readSummary(folder: string): Summary {
  return JSON.parse(readFileSync(join(folder, '_dedup', 'summary.json'), 'utf8'));
}

export function visibleNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^[._]/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

export function isComplete(folder: string): boolean {
  return existsSync(join(folder, '_SUCCESS'));
}

/** The unpacked bytes of a file as Latin-1. */
export function contentOf(file: string): string {
  const bytes = readFileSync(file);
  if (file.endsWith('.zst')) return unzstdSync(file, bytes).toString('latin1');
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}

/** By WebAssembly, which every Node has. */
function unzstdSync(file: string, bytes: Buffer): Buffer {
  const decoder = new WasmUnpack(file);
  const pieces: Buffer[] = [];
  decoder.push(bytes);
  for (;;) {
    const piece = Buffer.alloc(256 * 1024);
    const got = decoder.pull(piece);
    if (got === 0) break;
    pieces.push(piece.subarray(0, got));
  }
  decoder.end();
  decoder.close();
  return Buffer.concat(pieces);
}

function readRejects(folder: string): Reject[] {
  const rejected = join(folder, '_rejected');
  if (!existsSync(rejected)) return [];
  return readdirSync(rejected)
    .sort()
    .flatMap((name) => readFileSync(join(rejected, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

export type Answer = ReturnType<typeof answerIn>;

/** The answer of a run, part by part, without times, places and the number of tasks. */
export function answerIn(folder: string) {
  const { summary, parts, deletes, headers, rejects } = readOutput(folder);
  const { spec, counts, inputs, badRecords } = summary;
  return { parts, deletes, headers, rejects, spec, counts, inputs, badRecords, rejected: summary.rejects };
}
