/** Runs the tasks of the job without threads: several workers take turns, with any splits and any amount of memory. */

import fs from 'node:fs';
import path from 'node:path';
import type { Header } from '../../job/format/format';
import { wholeChecksum } from '../../job/input/checksum';
import type { FileSegment } from '../../job/input/opened-ahead';
import { type Layout, planLayout } from '../../job/kernel/layout';
import { compileKernel, reserveMemory } from '../../job/kernel/module';
import type { LayoutNeeds } from '../../job/kernel/record-format';
import type { BadRecords } from '../../job/options/options';
import { PLAIN_READING, type Spec } from '../../job/options/spec';
import { addRejects, fileOrder } from '../../job/run/counts';
import { addCounts } from '../../job/runner/add-counts';
import { brokenFiles } from '../../job/runner/chain';
import { SharedProgress } from '../../job/runner/local/shared-progress';
import { type WorkerSetup, WorkerTask } from '../../job/runner/local/worker-task';
import type { MapCounts } from '../../job/runner/mapper';
import type { FormerPart } from '../../job/runner/part-merge';
import { allSplitsWithRejects, type FormerRead, mustSpill } from '../../job/runner/results';
import { deletesName, partName } from '../../job/shared/output-files';
import type { InputFile } from '../../job/store/place';
import type { Counts } from '../../job/summary/books';
import { IN_MEMORY } from './folder';
import { MOVIES, type OracleSpec } from './oracle';
import type { Pieces } from './random-splits';
import { withCodec } from './with-codec';

export interface InProcess {
  /** What differs from the spec of the oracle. */
  readonly dialect?: Partial<Spec>;
  readonly spec?: OracleSpec;
  readonly workers?: number;
  readonly parts?: number;
  /** The memory of each worker for records. */
  readonly arenaBytes?: number;
  /** The number of slots in the table of each worker. The default is that for 32 MiB of records. */
  readonly tableSlots?: number;
  readonly splits?: readonly Pieces[];
  readonly badRecords?: BadRecords;
  readonly module?: WebAssembly.Module;
  readonly header?: Header;
  /** Which files are parts that this kit wrote: all, only the first one, or so many of the first ones. */
  readonly own?: boolean | 'first' | number;
  /** The parts of an earlier output, which are merged with the parts of the answer. There have to be as many. */
  readonly former?: readonly FormerBytes[];
}

/** A part of an earlier output, and the file of its deletes, if it has one. */
export interface FormerBytes {
  readonly alive: Buffer;
  readonly deleted: Buffer | null;
}

export interface InProcessAnswer {
  /** The parts, concatenated. */
  readonly records: Buffer;
  readonly parts: Buffer[];
  /** The files of deletes, concatenated. */
  readonly deleted: Buffer;
  /** The files of deletes by the number of their part; null for a part without any. */
  readonly deletedParts: readonly (Buffer | null)[];
  readonly rejects: { file: string; offset: number; reason: string; line?: string; lineBase64?: string }[];
  readonly counts: Counts;
  readonly spilledBytes: number;
  /** The number of lines of the answer that are also in the parts of the earlier output. */
  readonly formerLines: number;
  /**
   * The checksums of the parts of the earlier output. A checksum is undefined if some byte of the part was never read, or
   * was read twice.
   */
  readonly checksums: readonly (number | undefined)[];
  /** The numbers of the files that were read again, because they were cut within a record. */
  readonly uncut: readonly number[];
  /** The final progress of the reduce phase as a share, where 1 means complete. */
  readonly reducedShare: number;
}

const MiB = 1024 * 1024;
/** Few partitions and small chunks, with which a small memory still has a chunk for every partition. */
const FEW = { radixBits: 3, chunkBytes: 2048 };
/** Room for any format, so that one memory does for all. */
const ROOMY: LayoutNeeds = { headerBytes: 1024, constantBytes: 64 * 1024, hasRooms: true, merges: true };
const layouts = new Map<string, { layout: Layout; memory: WebAssembly.Memory }>();
/** Compiled once: V8 compiles a module again in the background, for every call of these tests. */
let product: WebAssembly.Module | undefined;

/** Reuses memory from call to call, because its allocation is the most expensive part of these tests. */
export function smallMemory(
  workers: number,
  arenaBytes: number,
  tableSlots?: number,
): { layout: Layout; memory: WebAssembly.Memory } {
  const key = `${workers}/${arenaBytes}/${tableSlots}`;
  const found = layouts.get(key);
  if (found) return found;
  const planned = planLayout(workers * 48 * MiB, workers, ROOMY);
  const shrunk = planned.workers.map((worker) => ({
    ...worker,
    arenaEnd: Math.min(worker.arenaEnd, worker.arena + arenaBytes),
  }));
  const layout = { ...planned, ...FEW, tableSlots: tableSlots ?? planned.tableSlots, workers: shrunk };
  const made = { layout, memory: reserveMemory(planned) };
  layouts.set(key, made);
  return made;
}

export async function keepLatestOf(files: readonly Buffer[], how: InProcess = {}): Promise<InProcessAnswer> {
  const folder = fs.mkdtempSync(path.join(IN_MEMORY, 'dedup-test-'));
  try {
    const inputs = files.map((bytes, i) =>
      inputFile(path.join(folder, `in-${String(i).padStart(4, '0')}`), bytes, isOwn(how, i)),
    );
    return await runTasks(folder, inputs, how);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function runTasks(folder: string, inputs: readonly InputFile[], how: InProcess): Promise<InProcessAnswer> {
  const { workers = 1, arenaBytes = 8 * MiB, parts = 1, badRecords = 'keep', header = null } = how;
  const { layout, memory } = smallMemory(workers, arenaBytes, how.tableSlots);
  product ??= compileKernel();
  const { module = product } = how;
  const spec = { ...specOf(how.spec ?? MOVIES), ...how.dialect };
  const output = path.join(folder, 'out');
  const former = how.former?.map((part, i) => formerPart(folder, part, i)) ?? null;
  const setup = { module, memory, layout, spec, header, badRecords, output, parts };
  const mapIn = async (splits: readonly Pieces[]) => {
    const progress = SharedProgress.for(workers);
    const segmentsOf = (split: number) => fileSegments(inputs, splits[split] as Pieces);
    const reading = { splits: splits.length, segmentsOf };
    const own = { ...reading, shared: progress.buffer, run: 'test', compress: 'none', temp: folder, former } as const;
    const tasks = Array.from(
      { length: workers },
      (_, worker) => new WorkerTask({ ...setup, ...own, worker } satisfies WorkerSetup),
    );
    return { progress, tasks, mapped: await Promise.all(tasks.map((task) => task.map())) };
  };
  const splits = how.splits ?? inputs.map((file, i) => [{ file: i, start: 0, end: file.sizeBytes }]);
  let attempt = await mapIn(splits);
  const uncut = brokenIn(splits, inputs, attempt.mapped);
  if (uncut.length > 0) {
    for (const task of attempt.tasks) task.discard();
    attempt = await mapIn(withoutCuts(splits, inputs, uncut));
  }
  const { progress, tasks, mapped } = attempt;
  const spills = mustSpill(mapped) ? (await Promise.all(tasks.map((task) => task.flush()))).flat() : [];
  const reduced = await Promise.all(tasks.map((task) => task.reduce(spills, allSplitsWithRejects(mapped))));
  for (const { fd } of spills) fs.closeSync(fd);
  const rejects = addRejects(mapped, fileOrder(inputs));
  const staged = (names: readonly string[]) =>
    [...names].sort().map((name) => fs.readFileSync(path.join(output, '_temporary/test', name)));
  const partBytes = staged(reduced.flatMap((result) => result.parts.map(({ part }) => part.name)));
  const deletedNames = reduced.flatMap((result) => result.deleted.map(({ part }) => part.name)).sort();
  const deletedBytes = staged(deletedNames);
  const rejectBytes = staged(reduced.flatMap((result) => result.rejects.map(({ part }) => part.name)));
  return {
    records: Buffer.concat(partBytes),
    parts: partBytes,
    deleted: Buffer.concat(deletedBytes),
    deletedParts: deletedByPart(parts, deletedNames, deletedBytes),
    rejects: jsonLines(Buffer.concat(rejectBytes)),
    counts: addCounts(mapped, reduced, rejects.total),
    spilledBytes: reduced.reduce((sum, result) => sum + result.spilledBytes, 0),
    formerLines: reduced.reduce((sum, result) => sum + result.formerLines, 0),
    checksums:
      former === null
        ? checksumsOf(inputs, mapped)
        : checksumsOf(
            former.flatMap(({ alive, deleted }) => (deleted === null ? [alive.file] : [alive.file, deleted.file])),
            reduced.flatMap((result) => (result.former === null ? [] : [result.former])),
          ),
    uncut,
    reducedShare: progress.reducedHashes / 2 ** 64,
  };
}

function formerPart(folder: string, { alive, deleted }: FormerBytes, part: number): FormerPart {
  const stored = (bytes: Buffer, name: string) => {
    return { name, file: inputFile(path.join(folder, name), bytes, true) };
  };
  const name = partName(part, 'former');
  return { alive: stored(alive, name), deleted: deleted && stored(deleted, `deleted-${name}`) };
}

/** The files of deletes, whose names begin alike with the number of their part. */
function deletedByPart(parts: number, names: readonly string[], bytes: readonly Buffer[]): (Buffer | null)[] {
  return Array.from({ length: parts }, (_, part) => {
    const found = bytes[names.indexOf(deletesName(partName(part, 'test')))];
    return found === undefined ? null : found;
  });
}

function fileSegments(files: readonly InputFile[], pieces: Pieces): FileSegment[] {
  return pieces.map(({ file, start, end }) => ({ file: files[file] as InputFile, start, end }));
}

/** The numbers of the files whose segments do not meet. */
export function brokenIn(
  splits: readonly Pieces[],
  files: readonly InputFile[],
  mapped: readonly Pick<MapCounts, 'segments'>[],
): number[] {
  const planned = splits.flatMap((split) => fileSegments(files, split));
  const broken = brokenFiles(
    planned,
    mapped.flatMap(({ segments }) => segments),
  );
  return broken.map((broke) => files.findIndex((file) => file.path === broke));
}

/** The same splits, in which some files are not cut any more. */
export function withoutCuts(
  splits: readonly Pieces[],
  files: readonly InputFile[],
  uncut: readonly number[],
): Pieces[] {
  const whole = (file: number) => ({ file, start: 0, end: (files[file] as InputFile).sizeBytes });
  return splits
    .map((split) =>
      split.flatMap((segment) => {
        if (!uncut.includes(segment.file)) return [segment];
        return segment.start === 0 ? [whole(segment.file)] : [];
      }),
    )
    .filter((split) => split.length > 0);
}

export function inputFile(file: string, bytes: Buffer, own: boolean): InputFile {
  fs.writeFileSync(file, bytes);
  return withCodec({ path: file, sizeBytes: bytes.length, version: String(fs.statSync(file).mtimeMs), own });
}

export function isOwn({ own = false }: Pick<InProcess, 'own'>, file: number): boolean {
  if (typeof own === 'number') return file < own;
  return own === 'first' ? file === 0 : own;
}

export function checksumsOf(
  files: readonly InputFile[],
  mapped: readonly Pick<FormerRead, 'checksums'>[],
): (number | undefined)[] {
  const segments = mapped.flatMap(({ checksums }) => checksums);
  return files
    .filter(({ own }) => own)
    .map(({ path, sizeBytes }) =>
      wholeChecksum(
        segments.filter(({ file }) => file === path),
        sizeBytes,
      ),
    );
}

export function specOf(spec: OracleSpec): Spec {
  return {
    format: 'delimited',
    columns: Array.from({ length: spec.columns }, (_, i) => `c${i}`),
    keyColumns: [...spec.keyColumns].sort((a, b) => a - b),
    orderBy: [{ column: spec.orderColumn, type: spec.orderIsText ? 'text' : 'int', isLeast: false, ranks: [] }],
    emptyOrder: 'refuse',
    timeZone: 'UTC',
    deleteWhen: [],
    forgetDeletedBefore: null,
    delimiter: spec.delimiter,
    quote: null,
    escape: null,
    isTrimmed: false,
    hasTrailingDelimiter: false,
    reading: PLAIN_READING,
  };
}

export function jsonLines(bytes: Buffer): InProcessAnswer['rejects'] {
  return bytes
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
