import { randomUUID } from 'node:crypto';
import { EXIT, JOURNAL_FILE } from './contract';
import { Failure } from './failure';
import { LostStaging } from './store/lost';
import type { OutputStore, SeenFile, StagedPart } from './store/store';
import { at } from './stored-summary';

const JOURNAL_VERSION = 2;

/**
 * How far a publication is. `reveal`: the new parts become visible; it may still be undone. `complete`: all of them are, and
 * the old ones go; it can only be finished. `back`: it is being undone.
 */
const PHASES = ['reveal', 'complete', 'back'] as const;
export type Phase = (typeof PHASES)[number];

/** `_dedup/journal.json`: all it takes to finish a publication, or to undo it, without the run that began it. */
export interface Journal {
  readonly version: typeof JOURNAL_VERSION;
  readonly run: string;
  /** Another one each time it is written: so the writer knows its own, and whoever wrote before finds that it is not. */
  readonly owner: string;
  readonly phase: Phase;
  /** What becomes visible. */
  readonly makes: readonly StagedPart[];
  /** What is removed then: files of the previous output, all there when the journal was written. */
  readonly replaces: readonly string[];
  /** What is moved out of the readers' sight then: files this kit did not write. */
  readonly setAside: readonly SeenFile[];
  /** `_SUCCESS` and what it said, null where there was none. */
  readonly success: { readonly version: string; readonly text: string } | null;
  /** Whether a report was staged beside the summary. */
  readonly hasReport: boolean;
  /** The version of the report of another run that goes, where none was staged. */
  readonly formerReport: string | null;
}

export function newJournal(content: Omit<Journal, 'version' | 'owner' | 'phase'>): Journal {
  return { version: JOURNAL_VERSION, owner: randomUUID(), phase: 'reveal', ...content };
}

export interface FoundJournal {
  readonly journal: Journal;
  readonly version: string;
}

/** A journal in the hands of whoever publishes, or settles. */
export class HeldJournal {
  private readonly owners = new Set<string>();

  constructor(
    private readonly store: OutputStore,
    readonly staging: string,
    private found: FoundJournal,
  ) {
    this.owners.add(found.journal.owner);
  }

  get journal(): Journal {
    return this.found.journal;
  }

  get version(): string {
    return this.found.version;
  }

  /** Puts the staged one in its place: the publication is begun. */
  async begin(): Promise<void> {
    const version = await this.store.replace(this.staging, JOURNAL_FILE);
    if (version === undefined) throw new LostStaging(this.store.location, JOURNAL_FILE);
    this.found = { ...this.found, version };
  }

  /** Writes it anew, unless somebody else has done so since. */
  async advance(phase: Phase): Promise<void> {
    const journal = { ...this.journal, phase, owner: randomUUID() };
    this.owners.add(journal.owner);
    const seen = { name: JOURNAL_FILE, version: this.found.version };
    this.found = { journal, version: await this.store.swap(this.staging, seen, textOf(journal)) };
  }

  /** Removes it; false where it is gone. */
  end(): Promise<boolean> {
    return this.store.withdraw(this.staging, { name: JOURNAL_FILE, version: this.found.version });
  }

  /** Takes it as it is there, if it was written by this holder, whose write may have failed all the same. */
  adopt(found: FoundJournal): boolean {
    if (!this.owners.has(found.journal.owner)) return false;
    this.found = found;
    return true;
  }
}

/** The journal of a publication that was interrupted, undefined where there is none. */
export async function readJournal(store: OutputStore): Promise<FoundJournal | undefined> {
  const file = await store.find(JOURNAL_FILE);
  if (file === undefined) return undefined;
  try {
    return { journal: checkJournal(JSON.parse(file.bytes.toString())), version: file.version };
  } catch (error) {
    throw new Failure(
      EXIT.io,
      `${store.location}/${JOURNAL_FILE} is not a journal that this program can read (${(error as Error).message}), so ` +
        'an interrupted publication can be neither finished nor undone: finish it with the version that began it, or ' +
        'remove that file and replace the output',
      { cause: error },
    );
  }
}

export function textOf(journal: Journal): string {
  return `${JSON.stringify(journal)}\n`;
}

function checkJournal(value: unknown): Journal {
  const isText = (text: unknown) => typeof text === 'string';
  const isName = (name: unknown) => typeof name === 'string' && !name.split('/').includes('..');
  const areNames = (names: unknown) => Array.isArray(names) && names.every(isName);
  const isSeen = (file: unknown) => isName(at(file, 'name')) && isText(at(file, 'version'));
  const isPart = (part: unknown) =>
    isName(at(part, 'name')) &&
    Number.isSafeInteger(at(part, 'sizeBytes')) &&
    isName(at(part, 'attempt')) &&
    (at(part, 'upload') === undefined || isUpload(at(part, 'upload')));
  const journal = value as Journal;
  if (journal.version !== JOURNAL_VERSION) throw new Error(`version is ${journal.version}, not ${JOURNAL_VERSION}`);
  if (!isName(journal.run)) throw new Error(`run is ${journal.run}`);
  if (!isText(journal.owner)) throw new Error('owner is no text');
  if (!PHASES.includes(journal.phase)) throw new Error(`phase is ${journal.phase}`);
  if (!Array.isArray(journal.makes) || !journal.makes.every(isPart)) throw new Error('makes is no list of parts');
  if (!areNames(journal.replaces)) throw new Error('replaces is no list of names');
  if (!Array.isArray(journal.setAside) || !journal.setAside.every(isSeen)) {
    throw new Error('setAside is no list of files');
  }
  const { success, formerReport } = journal;
  if (success !== null && !(isText(at(success, 'version')) && isText(at(success, 'text')))) {
    throw new Error('success is no file');
  }
  if (typeof journal.hasReport !== 'boolean') throw new Error('hasReport is not true or false');
  if (formerReport !== null && !isText(formerReport)) throw new Error('formerReport is no version');
  return journal;
}

function isUpload(value: unknown): boolean {
  const isText = (text: unknown) => typeof text === 'string';
  const parts = at(value, 'parts');
  if (!isText(at(value, 'id')) || !Array.isArray(parts)) return false;
  return parts.every((part) => isText(at(part, 'etag')) && isText(at(part, 'crc32')));
}
