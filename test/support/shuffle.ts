/**
 * Simulates Hadoop's shuffle between map and reduce tasks after Hadoop's sources: frames are sorted by the bytes of their
 * keys and go to the reduce task that the hash of BytesWritable selects. It shares no code with the frames and keys of the
 * job. The tasks of the job run in this process, with any splits and any amount of memory.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Header } from '../../job/format/format';
import { compileKernel } from '../../job/kernel/module';
import type { BadRecords } from '../../job/options/options';
import type { Spec } from '../../job/options/spec';
import { answerWith, revive } from '../../job/runner/local/messages';
import type { Callable } from '../../job/runner/local/thread';
import type { Finding, MapInput, ReduceToken, YarnJob } from '../../job/runner/yarn/contract';
import type { Lock } from '../../job/runner/yarn/lock';
import { mapTask } from '../../job/runner/yarn/map-task';
import { mapSteps } from '../../job/runner/yarn/map-worker';
import type { Write } from '../../job/runner/yarn/pipe';
import { reduceTask } from '../../job/runner/yarn/reduce-task';
import { reduceSteps } from '../../job/runner/yarn/reduce-worker';
import { shippedHeader } from '../../job/runner/yarn/shipped';
import type { Container } from '../../job/runner/yarn/task';
import type { InputFile } from '../../job/store/place';
import type { Counts } from '../../job/summary/books';
import type { CompressName } from '../../job/summary/summary';
import { IN_MEMORY } from './folder';
import {
  checksumsOf,
  type InProcess,
  type InProcessAnswer,
  inputFile,
  isOwn,
  jsonLines,
  smallMemory,
  specOf,
} from './in-process';
import { MOVIES, type OracleSpec } from './oracle';
import type { Random } from './random';
import type { Pieces } from './random-splits';

export interface ShuffleRun {
  /** Decides the things that Hadoop leaves open: the order of equal keys, and the pieces in which bytes arrive. */
  readonly random: Random;
  readonly spec?: OracleSpec;
  /** What differs from the spec of the oracle. */
  readonly dialect?: Partial<Spec>;
  readonly parts?: number;
  readonly groups?: number;
  /** The most splits of a map task, and parts that a reduce task writes at a time. */
  readonly slots?: number;
  /** The number of reduce tasks; as many as write all parts at a time by default. */
  readonly reduces?: number;
  /** The memory of a slot for records. */
  readonly mapArenaBytes?: number;
  readonly reduceArenaBytes?: number;
  /** The splits, `slots` of which make a map task. */
  readonly splits?: readonly Pieces[];
  readonly badRecords?: BadRecords;
  readonly compress?: CompressName;
  readonly header?: Header;
  readonly own?: NonNullable<InProcess['own']>;
}

export interface ShuffleAnswer
  extends Omit<InProcessAnswer, 'deletedParts' | 'uncut' | 'spilledBytes' | 'reducedShare'> {
  readonly tokens: readonly ReduceToken[];
  readonly findings: readonly Finding[];
  readonly mapSpilledBytes: number;
  readonly reduceSpilledBytes: number;
  /** The size of the largest value of a frame. */
  readonly largestBytes: number;
}

export interface Frame {
  readonly key: Buffer;
  readonly value: Buffer;
}

const MiB = 1024 * 1024;
export const RUN = '20261122t152504z-3f9a1c';

/** Cuts the standard output of a map task into frames, which must be complete. */
export function framesOf(output: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < output.length; ) {
    const keyEnd = at + 4 + output.readUInt32BE(at);
    const end = keyEnd + 4 + output.readUInt32BE(keyEnd);
    if (end > output.length) throw new Error(`a frame ends at ${end} of ${output.length}`);
    frames.push({ key: output.subarray(at + 4, keyEnd), value: output.subarray(keyEnd + 4, end) });
    at = end;
  }
  return frames;
}

export function bytesOf(frames: readonly Frame[]): Buffer {
  const length = (bytes: Buffer) =>
    Buffer.from([bytes.length >>> 24, bytes.length >>> 16, bytes.length >>> 8, bytes.length]);
  return Buffer.concat(frames.flatMap(({ key, value }) => [length(key), key, length(value), value]));
}

/** `HashPartitioner.getPartition` of a `BytesWritable`. */
export function hadoopPartition(key: Buffer, reduces: number): number {
  let hash = 1n;
  for (const byte of new Int8Array(key)) hash = BigInt.asIntN(32, 31n * hash + BigInt(byte));
  return Number((hash & 0x7fff_ffffn) % BigInt(reduces));
}

/** The input of each reduce task: frames in the order of their keys, and frames with equal keys in random order. */
export function shuffle(outputs: readonly Buffer[], reduces: number, random: Random): Buffer[] {
  const drawn = outputs.flatMap(framesOf).map((frame) => ({ ...frame, draw: random.next() }));
  const sorted = drawn.sort((a, b) => Buffer.compare(a.key, b.key) || a.draw - b.draw);
  const streams: Frame[][] = Array.from({ length: reduces }, () => []);
  for (const frame of sorted) streams[hadoopPartition(frame.key, reduces)]?.push(frame);
  return streams.map(bytesOf);
}

/** Hadoop Streaming discards the output of a reduce task that gets no input (`PipeMapRed.waitOutputThreads`). */
function isKept(stream: Buffer): boolean {
  return stream.length > 0;
}

/** Reads from a buffer in pieces, as from a pipe. */
export function readFrom(bytes: Buffer, nextWidth: () => number) {
  let at = 0;
  return (target: Uint8Array): number | Promise<number> => {
    const width = Math.min(target.length, nextWidth());
    const got = bytes.copy(target, 0, at, Math.min(bytes.length, at + width));
    at += got;
    return width % 2 ? got : Promise.resolve(got);
  };
}

export async function shuffleLatestOf(files: readonly Buffer[], how: ShuffleRun): Promise<ShuffleAnswer> {
  const folder = fs.mkdtempSync(path.join(IN_MEMORY, 'dedup-test-'));
  try {
    return await runJob(folder, files, how);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function runJob(folder: string, files: readonly Buffer[], how: ShuffleRun): Promise<ShuffleAnswer> {
  const { random, mapArenaBytes = 8 * MiB, reduceArenaBytes = 8 * MiB } = how;
  const { job, maps } = planJob(folder, files, how);
  const findings: Finding[] = [];
  const outputs: Buffer[] = [];
  for (const input of maps) {
    const { container, output } = containerOf(folder, Buffer.alloc(0), mapArenaBytes, random);
    const finding = await mapTask(job, input, container);
    if (finding) findings.push(finding);
    outputs.push(Buffer.concat(output));
  }
  const tokens: ReduceToken[] = [];
  for (const [reduce, stream] of shuffle(outputs, job.reduces, random).entries()) {
    const { container } = containerOf(folder, stream, reduceArenaBytes, random);
    const written = await reduceTask(job, reduce, container);
    if (isKept(stream)) tokens.push(...JSON.parse(JSON.stringify(written)));
  }
  const largestBytes = Math.max(0, ...outputs.flatMap(framesOf).map(({ value }) => value.length));
  const segments = maps.flatMap(({ splits }) => splits.flatMap((split) => split.segments));
  const inputs = new Map(segments.map(({ file }) => [file.path, file]));
  return { ...gather(job, tokens, [...inputs.values()]), findings, largestBytes };
}

function planJob(folder: string, files: readonly Buffer[], how: ShuffleRun): { job: YarnJob; maps: MapInput[] } {
  const { parts = 1, groups = 1, slots = 1, badRecords = 'keep', compress = 'none', header = null } = how;
  const inputs = files.map((bytes, i) =>
    inputFile(path.join(folder, `in-${String(i).padStart(4, '0')}`), bytes, isOwn(how, i)),
  );
  const splits = how.splits ?? inputs.map((file, i) => [{ file: i, start: 0, end: file.sizeBytes }]);
  const inputsOfSplits = splits.map((split, number) => ({
    split: number,
    segments: split.map(({ file, start, end }) => ({ file: inputs[file] as InputFile, start, end })),
  }));
  const tasks = Math.ceil(inputsOfSplits.length / slots);
  const maps = Array.from({ length: tasks }, (_, map) => ({
    splits: inputsOfSplits.slice(map * slots, (map + 1) * slots),
  }));
  const job = {
    run: RUN,
    output: path.join(folder, 'out'),
    spec: { ...specOf(how.spec ?? MOVIES), ...how.dialect },
    header: header && shippedHeader(header),
    badRecords,
    compress,
    splits: splits.length,
    parts,
    reduces: how.reduces ?? Math.ceil(parts / slots),
    slots,
    groups,
    memoryBytes: 32 * MiB,
  };
  return { job, maps: JSON.parse(JSON.stringify(maps)) };
}

const compiled = compileKernel();

/** A container whose workers take turns in this thread. */
function containerOf(temp: string, input: Buffer, arenaBytes: number, random: Random) {
  const output: Buffer[] = [];
  const write: Write = async (bytes) => {
    output.push(Buffer.from(bytes));
  };
  const container: Container = {
    attempt: `attempt_1700000000000_0001_x_${String(random.int(0, 1e6)).padStart(6, '0')}_0`,
    temp: { path: temp, remedy: '' },
    read: readFrom(input, () => random.pick([1, 7, 100, 65536, MiB])),
    write,
    memoryFor: (_, workers) => ({ module: compiled, ...smallMemory(workers, arenaBytes) }),
    startWorkers: (count) => {
      const lock = turns();
      return Array.from({ length: count }, () => workerOf(write, () => lock));
    },
  };
  return { container, output };
}

/** A worker in this thread. Moved buffers are moved, as those of a thread are. */
function workerOf(write: Write, lockOf: () => Lock): Callable {
  const print = () => {};
  const answer = answerWith({ ...mapSteps({ write, print, lockOf }), ...reduceSteps(print) });
  return {
    async ask<T>(step: string, given: unknown, moved: readonly ArrayBuffer[] = []): Promise<T> {
      const taken = moved.length > 0 ? structuredClone(given, { transfer: [...moved] }) : given;
      const answered = await answer({ step, given: taken });
      if ('failure' in answered) throw revive(answered.failure);
      return structuredClone(answered.result) as T;
    },
    stop: async () => {},
  };
}

/** A lock for workers that take turns in one thread, where waiting must not block. */
function turns(): Lock {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    let unlock = () => {};
    last = new Promise((resolve) => {
      unlock = resolve;
    });
    await before;
    return unlock;
  };
}

function gather(job: YarnJob, tokens: readonly ReduceToken[], files: readonly InputFile[]) {
  const books = tokens.flatMap((token) => token.books);
  const sum = <T>(items: readonly T[], value: (item: T) => number) =>
    items.reduce((total, item) => total + value(item), 0);
  const read = (written: readonly ReduceToken['parts'][number][]) =>
    [...written]
      .sort((a, b) => (a.part.name < b.part.name ? -1 : 1))
      .map(({ staged }) => fs.readFileSync(path.join(job.output, '_temporary', RUN, staged.attempt, staged.name)));
  const parts = read(tokens.flatMap((token) => token.parts));
  const deleted = read(tokens.flatMap((token) => token.deleted));
  const rejects = read(tokens.flatMap((token) => token.rejects.map(({ written }) => written)));
  const counts: Counts = {
    lines: sum(books, ({ lines }) => lines),
    blank: sum(books, ({ blank }) => blank),
    headers: sum(books, ({ headers }) => headers),
    comments: sum(books, ({ comments }) => comments),
    skipped: sum(books, ({ skipped }) => skipped),
    kept: sum(tokens, (token) => sum(token.parts, ({ part }) => part.lines)),
    superseded: sum(books, ({ superseded }) => superseded) + sum(tokens, ({ superseded }) => superseded),
    deleted: sum(tokens, ({ deleted, forgotten }) => forgotten + sum(deleted, ({ part }) => part.lines)),
    forgotten: sum(tokens, ({ forgotten }) => forgotten),
    rejected: sum(books, ({ rejected }) => sum(Object.values(rejected), (count) => count)),
  };
  return {
    records: Buffer.concat(parts),
    parts,
    deleted: Buffer.concat(deleted),
    rejects: jsonLines(Buffer.concat(rejects)),
    counts,
    tokens,
    mapSpilledBytes: sum(books, ({ spilledBytes }) => spilledBytes),
    reduceSpilledBytes: sum(tokens, ({ spilledBytes }) => spilledBytes),
    formerLines: sum(tokens, ({ formerLines }) => formerLines),
    checksums: checksumsOf(files, books),
  };
}
