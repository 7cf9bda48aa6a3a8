import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { previousOutput } from '../../../job/publication/previous-output';
import { type Publication, publish } from '../../../job/publication/publish';
import { openLocalFolder } from '../../../job/store/local/store';
import type { Lease, OutputStore, StagedPart } from '../../../job/store/store';
import { noRejects, SUMMARY_VERSION, type Summary } from '../../../job/summary/summary';
import { type FaultKind, Faults, type Strike } from '../store/faults';

export const OLD = '20260101t000000z-aaaaaa';
export const NEW = '20260202t000000z-bbbbbb';

export type Files = Record<string, string>;

export const heldLease: Lease = {
  run: NEW,
  tookOver: undefined,
  check: async () => undefined,
  note: () => undefined,
  renew: async () => undefined,
  release: async () => undefined,
};
export const drawReport = (summary: Summary) => `<p>${summary.run}</p>`;

/** A folder for one test, in memory if possible, because these tests write thousands of small files. */
export async function makeHome(): Promise<string> {
  withoutWaitingForTheDisk();
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'publish-'));
}

export function removeHome(home: string): void {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true });
}

/** Replaces fsync, which matters only for a loss of power. */
function withoutWaitingForTheDisk(): void {
  const done = (_fd: number, callback: fs.NoParamCallback) => callback(null);
  jest.spyOn(fs, 'fsync').mockImplementation(done as never);
}

/** An output on one kind of store, with operations to set it up, look at it and break it. */
export interface Place {
  open(): OutputStore;
  write(files: Files): Promise<void>;
  /** The content of every file by its name. A staged file has the name `_temporary/<run>/<name>`. */
  snapshot(): Promise<Files>;
  /** Removes a staged part; false if it is no longer staged. */
  lose(run: string, name: string): Promise<boolean>;
  /** Does the work and breaks its operation number `at`, counted from 1 as in `Faults`. */
  strike(kind: FaultKind, at: number, work: () => Promise<unknown>): Promise<Strike>;
}

export function localPlace(folder: string): Place {
  return {
    open: () => openLocalFolder(folder),
    write: async (files) => write(folder, files),
    snapshot: async () => snapshot(folder),
    async lose(run, name) {
      const stagings = existsSync(join(folder, '_temporary')) ? readdirSync(join(folder, '_temporary')) : [];
      const staged = stagings
        .filter((each) => each.startsWith(run))
        .map((each) => join(folder, '_temporary', each, name));
      const isThere = staged.some((file) => existsSync(file));
      for (const file of staged) rmSync(file, { force: true });
      return isThere;
    },
    strike: (kind, at, work) => new Faults(kind, at).strike(work),
  };
}

/** The content of every file of a folder by its name. */
export function snapshot(folder: string): Files {
  const files: Files = {};
  for (const name of (existsSync(folder) ? readdirSync(folder, { recursive: true }) : []) as string[]) {
    if (statSync(join(folder, name)).isFile()) files[name] = readFileSync(join(folder, name), 'latin1');
  }
  return files;
}

export function write(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

export function summaryOf(run: string, parts: readonly StagedPart[]): Summary {
  const listed = parts.map((part) => ({ name: part.name, bytes: part.sizeBytes, lines: 1, crc32: 0 }));
  return {
    version: SUMMARY_VERSION,
    format: 1,
    run,
    command: ['dedup', 'run'],
    startedAt: '2026-01-01T00:00:00.000Z',
    spec: {
      format: 'delimited',
      columns: ['a', 'b'],
      key: ['a'],
      orderBy: [{ column: 'b', type: 'int', isLeast: false, ranks: [] }],
      emptyOrder: 'refuse',
      timeZone: 'UTC',
      deleteWhen: [],
      delimiter: '^',
      quote: null,
      escape: null,
      isTrimmed: false,
      hasTrailingDelimiter: false,
      header: null,
    },
    oddities: [],
    keys: null,
    badRecords: 'keep',
    inputs: {
      paths: ['in'],
      files: 1,
      bytes: 1,
      skipped: { files: 0, bytes: 0, examples: [] },
      utf16Files: 0,
      rearrangedFiles: 0,
      merged: null,
      uncut: [],
      ledger: null,
    },
    counts: {
      lines: 1,
      blank: 0,
      headers: 0,
      comments: 0,
      skipped: 0,
      kept: 1,
      superseded: 0,
      deleted: 0,
      forgotten: 0,
      rejected: 0,
    },
    rejects: { byReason: noRejects(), examples: [] },
    output: {
      path: 'out',
      compress: 'none',
      bytes: 1,
      parts: listed.filter((part) => !part.name.startsWith('_')),
      deleted: listed.filter((part) => part.name.startsWith('_deleted/')),
      rejected: listed.filter((part) => part.name.startsWith('_rejected/')),
      ledger: listed.find((part) => part.name.startsWith('_dedup/')) ?? null,
    },
    phases: [],
    workers: [],
    threads: 1,
    memoryBytes: 1,
    spilledBytes: 0,
    peakMemoryBytes: 1,
    yarn: null,
  };
}

export async function stage(store: OutputStore, run: string, files: Files): Promise<StagedPart[]> {
  const parts = Object.entries(files).map(([name, text]) => {
    const part = store.openPart(run, name, '');
    void part.write(Buffer.from(text, 'latin1'));
    return part.finish();
  });
  return Promise.all(parts);
}

export function publicationOf(run: string, makes: readonly StagedPart[], more: Partial<Publication> = {}): Publication {
  return {
    run,
    makes,
    replaces: [],
    setAside: [],
    summarize: () => summaryOf(run, makes),
    drawReport,
    warn: () => {},
    ...more,
  };
}

export const OLD_FILES: Files = {
  [`part-00000-${OLD}`]: 'old 0',
  [`part-00001-${OLD}`]: 'old 1',
  [`part-00002-${OLD}`]: 'old 2',
  [`_rejected/part-00000-${OLD}.jsonl`]: 'old reject',
  [`_dedup/ledger-${OLD}.jsonl.gz`]: 'old ledger',
};
export const NEW_FILES: Files = {
  [`part-00000-${NEW}`]: 'new zero',
  [`part-00001-${NEW}`]: 'new one',
  [`_rejected/part-00000-${NEW}.jsonl`]: 'new reject',
  [`_rejected/part-00001-${NEW}.jsonl`]: 'another',
  [`_dedup/ledger-${NEW}.jsonl.gz`]: 'new ledger',
};

/** Stages the new files and returns a function that publishes them as a run with `--overwrite` does. */
export async function replaceAll(place: Place, run = NEW, files = NEW_FILES): Promise<() => Promise<unknown>> {
  const store = place.open();
  const previous = await previousOutput(store);
  const makes = await stage(store, run, files);
  const setAside = [...previous.foreign, ...previous.changed];
  return () => publish(store, heldLease, publicationOf(run, makes, { replaces: previous.own, setAside }));
}

export const BUSIEST = 'a replacement among files of others';

export const SITUATIONS: Record<string, (place: Place) => Promise<void>> = {
  'a first output': async (place) => place.write({}),
  'a replacement': async (place) => {
    await (await replaceAll(place, OLD, OLD_FILES))();
  },
  [BUSIEST]: async (place) => {
    await (await replaceAll(place, OLD, OLD_FILES))();
    await place.write({ 'theirs.csv': 'theirs', 'sub/deep.csv': 'deep', [`part-00001-${OLD}`]: 'changed by them' });
    await place.write({ '.hidden': 'hidden', '_rejected/mine': 'mine', '_temporary/0/x': 'of a Hadoop job' });
    await place.write({ _SUCCESS: '{"name":"s3a"}' });
  },
  'an output of another program': async (place) =>
    place.write({ 'part-r-00000': 'theirs', _SUCCESS: '{"name":"s3a"}' }),
};
