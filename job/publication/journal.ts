import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import {
  JOURNAL_FILE,
  MAX_PARTS,
  REPLACED_FOLDER,
  STAGING_FOLDER,
  SUCCESS_FILE,
  SUMMARY_FILE,
} from '../shared/output-files';
import { parsePartName } from '../shared/part-name';
import { RUN } from '../shared/run-id';
import { COUNT, fits, listOf, matching, object, oneOf, orNull, type Schema, TEXT } from '../shared/schema';
import { MOST_BYTES, MOST_FILES, parseDocument } from '../shared/stored-document';
import { isPassedOver } from '../store/hidden';
import { LostStaging } from '../store/lost';
import type { OutputStore, SeenFile, StagedPart } from '../store/store';

const JOURNAL_VERSION = 3;

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
  /** The documents that were staged and take the place of others of their names then, in this order. */
  readonly documents: readonly string[];
  /** Documents of another run that go then, since this one has staged none in their place. */
  readonly withdraws: readonly SeenFile[];
}

/** It travels in headers. */
const TOKEN = /^[!-~]{1,1024}$/;

/** A part that a run staged: where it lies follows from what this says, so no name may lead anywhere else. */
export const stagedPart = (receipt: Schema): Schema =>
  object({
    name: fits(
      (name) => typeof name === 'string' && parsePartName(name) !== undefined,
      'the name of a part or of rejects',
    ),
    sizeBytes: COUNT,
    attempt: matching(/^\w{0,100}$/, 'the name of an attempt'),
    receipt,
  });

/** In the kit's own folder, but neither the journal itself nor the lease; and what says that an output is whole. */
const DOCUMENT = /^(?:_dedup\/(?!journal\.|lease\.)[a-z]{1,40}\.[a-z]{1,10}|_SUCCESS)$/;
const MOST_DOCUMENTS = 16;
/** Without these there is no output. */
const NEEDED = [SUMMARY_FILE, SUCCESS_FILE];

/** As a store has it: a time, an ETag, or nothing. */
const VERSION = matching(/^[ -~]{0,1024}$/, 'the version of a file');

const journalOf = ({ receiptSchema }: OutputStore): Schema =>
  object({
    version: oneOf(JOURNAL_VERSION),
    run: RUN,
    owner: matching(TOKEN, 'an id'),
    phase: oneOf(...PHASES),
    makes: listOf(stagedPart(receiptSchema), 2 * MAX_PARTS),
    replaces: listOf(TEXT, MOST_FILES),
    setAside: listOf(object({ name: TEXT, version: VERSION }), MOST_FILES),
    success: orNull(object({ version: VERSION, text: TEXT })),
    documents: listOf(matching(DOCUMENT, 'a document of an output'), MOST_DOCUMENTS),
    withdraws: listOf(
      object({ name: matching(DOCUMENT, 'a document of an output'), version: VERSION }),
      MOST_DOCUMENTS,
    ),
  });

/** Throws with exit code 73 where it would be one that no command takes. */
export function newJournal(store: OutputStore, content: Omit<Journal, 'version' | 'owner' | 'phase'>): Journal {
  const journal: Journal = { version: JOURNAL_VERSION, owner: randomUUID(), phase: 'reveal', ...content };
  const fault = journalOf(store)(journal, '') ?? nameFault(journal);
  if (fault === null) return journal;
  throw new Failure(EXIT.cannotCreate, `cannot publish run ${content.run}: its journal would not be taken (${fault})`);
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

/**
 * The journal of a publication that was interrupted, undefined where there is none. Throws with exit code 74 where it is
 * none that this kit writes, and with 73 where what it names lies behind a link.
 */
export async function readJournal(store: OutputStore): Promise<FoundJournal | undefined> {
  const file = await store.find(JOURNAL_FILE);
  if (file === undefined) return undefined;
  const journal = parseJournal(store, file.bytes);
  await store.refuseLinks(namesIn(journal));
  return { journal, version: file.version };
}

function parseJournal(store: OutputStore, bytes: Buffer): Journal {
  try {
    const journal = parseDocument(bytes, journalOf(store)) as Journal;
    const fault = nameFault(journal);
    if (fault !== null) throw new Error(fault);
    return journal;
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
  const text = `${JSON.stringify(journal)}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes <= MOST_BYTES[JOURNAL_FILE]) return text;
  throw new Failure(
    EXIT.cannotCreate,
    `cannot publish run ${journal.run}: its journal would have ${bytes} bytes, at most ${MOST_BYTES[JOURNAL_FILE]} are ` +
      'possible; take fewer --parts, or move what others wrote there away yourself',
  );
}

/** Every file that settling a journal may touch; in folders of a run by the names that these had at first. */
function namesIn({ run, makes, replaces, setAside, documents }: Journal): string[] {
  const staged = `${STAGING_FOLDER}/${run}`;
  return [
    ...makes.flatMap(({ name, attempt }) => [name, posix.join(staged, attempt, name)]),
    ...replaces,
    ...setAside.flatMap(({ name }) => [name, `${REPLACED_FOLDER}/${run}/${name}`]),
    ...documents.map((name) => `${staged}/${name}`),
  ];
}

/** What is wrong with the names in a journal, null where nothing is. Whatever else they say, they say it of its own run. */
function nameFault({ run, makes, replaces, setAside, documents }: Journal): string | null {
  const missing = NEEDED.find((name) => !documents.includes(name));
  if (missing !== undefined) return `documents has no ${missing}`;
  const seen = new Set<string>();
  for (const [i, { name }] of makes.entries()) {
    if (runOf(name) !== run) return expectedName(`makes[${i}].name`, name, `a file of run ${run}`);
    if (seen.has(name)) return `makes has ${JSON.stringify(name)} twice`;
    seen.add(name);
  }
  for (const [i, name] of replaces.entries()) {
    const of = runOf(name);
    if (of === undefined || of === run) return expectedName(`replaces[${i}]`, name, 'a file of another run');
  }
  for (const [i, { name }] of setAside.entries()) {
    if (!maySetAside(name, run))
      return expectedName(`setAside[${i}].name`, name, 'a file that readers of the output see');
  }
  return null;
}

function expectedName(path: string, name: string, expected: string): string {
  return fits(() => false, expected)(name, path) as string;
}

function runOf(name: string): string | undefined {
  return parsePartName(name)?.run;
}

/** What readers see, and what a former run wrote and somebody changed. Hidden names are the kit's, or of no concern to it. */
function maySetAside(name: string, run: string): boolean {
  const of = runOf(name);
  if (of !== undefined) return of !== run;
  if (name === '' || name.startsWith('/') || name.includes('\0') || Buffer.from(name).toString() !== name) return false;
  return !isPassedOver(name);
}
