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
import { isSkipped } from '../store/hidden';
import { LostStaging } from '../store/lost';
import type { OutputStore, SeenFile, StagedPart } from '../store/store';

const JOURNAL_VERSION = 3;

/**
 * How far a publication is. `reveal`: the new parts become visible, and the publication can still be undone.
 * `complete`: all new parts are visible and the old ones are removed; the publication can only be finished. `back`: it
 * is being undone.
 */
const PHASES = ['reveal', 'complete', 'back'] as const;
export type Phase = (typeof PHASES)[number];

/** `_dedup/journal.json`: everything that another run needs to finish or to undo a publication that was interrupted. */
export interface Journal {
  readonly version: typeof JOURNAL_VERSION;
  readonly run: string;
  /** A new random id at each write, by which a process tells its own journal from one that was written since. */
  readonly owner: string;
  readonly phase: Phase;
  /** The staged parts and files of rejects that become visible. */
  readonly makes: readonly StagedPart[];
  /** Files of the previous output, all present at the time of writing. They go once the new parts are visible. */
  readonly replaces: readonly string[];
  /** Files that this kit did not write. They are moved to `_replaced/<run>/` once the new parts are visible. */
  readonly setAside: readonly SeenFile[];
  /** Version and content of the former `_SUCCESS`, null where there was none. */
  readonly success: { readonly version: string; readonly text: string } | null;
  /** The staged documents, which replace the documents of the same names at the end, in this order. */
  readonly documents: readonly string[];
  /** Documents of a former run that are removed, because this run has staged no document in their place. */
  readonly withdraws: readonly SeenFile[];
}

/** An id: printable ASCII characters without a blank. */
const TOKEN = /^[!-~]{1,1024}$/;

/** A staged part. Its store derives a path from these fields, so none of them may lead out of the staging. */
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

/** The documents that a journal may name: `_SUCCESS`, and all in the kit's folder but the journal and the lease. */
const DOCUMENT = /^(?:_dedup\/(?!journal\.|lease\.)[a-z]{1,40}\.[a-z]{1,10}|_SUCCESS)$/;
const MOST_DOCUMENTS = 16;
/** Every output has these documents. */
const NEEDED = [SUMMARY_FILE, SUCCESS_FILE];

/** The version of a file as its store tells it: a time of modification, an ETag, or an empty text. */
const VERSION = matching(/^[ -~]{0,1024}$/, 'the version of a file');

const journalOf = ({ receiptSchema }: OutputStore): Schema =>
  object({
    version: oneOf(JOURNAL_VERSION),
    run: RUN,
    owner: matching(TOKEN, 'an id'),
    phase: oneOf(...PHASES),
    makes: listOf(stagedPart(receiptSchema), 3 * MAX_PARTS),
    replaces: listOf(TEXT, MOST_FILES),
    setAside: listOf(object({ name: TEXT, version: VERSION }), MOST_FILES),
    success: orNull(object({ version: VERSION, text: TEXT })),
    documents: listOf(matching(DOCUMENT, 'a document of an output'), MOST_DOCUMENTS),
    withdraws: listOf(
      object({ name: matching(DOCUMENT, 'a document of an output'), version: VERSION }),
      MOST_DOCUMENTS,
    ),
  });

/** Throws with exit code 73 where the journal would not pass the check that every command makes when it reads one. */
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

/** The journal of a publication, held by the run that publishes, or by the command that settles. */
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

  /** Moves the staged journal to its place. This begins the publication. */
  async begin(): Promise<void> {
    const version = await this.store.replace(this.staging, JOURNAL_FILE);
    if (version === undefined) throw new LostStaging(this.store.location, JOURNAL_FILE);
    this.found = { ...this.found, version };
  }

  /** Writes the journal again with another phase. Throws where another process has written it since. */
  async advance(phase: Phase): Promise<void> {
    const journal = { ...this.journal, phase, owner: randomUUID() };
    this.owners.add(journal.owner);
    const seen = { name: JOURNAL_FILE, version: this.found.version };
    this.found = { journal, version: await this.store.swap(this.staging, seen, textOf(journal)) };
  }

  /** Removes the journal. Returns false where it does not exist any more. */
  end(): Promise<boolean> {
    return this.store.withdraw(this.staging, { name: JOURNAL_FILE, version: this.found.version });
  }

  /**
   * Takes over the journal that was read from the output, if this holder wrote it: a write that was reported as failed
   * may have succeeded nevertheless. Returns false where another process wrote it.
   */
  adopt(found: FoundJournal): boolean {
    if (!this.owners.has(found.journal.owner)) return false;
    this.found = found;
    return true;
  }
}

/**
 * The journal of a publication that was interrupted, undefined where there is none. Throws with exit code 74 where this
 * kit cannot have written the journal, and with 73 where a file that it names lies behind a symbolic link.
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

/** Every file that settling may touch. Files of a run have the names from before its folders were taken over. */
function namesIn({ run, makes, replaces, setAside, documents }: Journal): string[] {
  const staged = `${STAGING_FOLDER}/${run}`;
  return [
    ...makes.flatMap(({ name, attempt }) => [name, posix.join(staged, attempt, name)]),
    ...replaces,
    ...setAside.flatMap(({ name }) => [name, `${REPLACED_FOLDER}/${run}/${name}`]),
    ...documents.map((name) => `${staged}/${name}`),
  ];
}

/**
 * Says what is wrong with the names in a journal, null where nothing is wrong. With names that pass, a forged journal
 * can touch nothing but parts, rejects and documents of this output, and files that its readers see.
 */
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
    const writer = runOf(name);
    if (writer === undefined || writer === run) return expectedName(`replaces[${i}]`, name, 'a file of another run');
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

/**
 * Whether a run may set a file aside: a file that readers of the output see, or a part of a former run that was changed
 * since. A hidden name belongs to this kit or is skipped by readers, so it stays where it is.
 */
function maySetAside(name: string, run: string): boolean {
  const writer = runOf(name);
  if (writer !== undefined) return writer !== run;
  if (name === '' || name.startsWith('/') || name.includes('\0') || Buffer.from(name).toString() !== name) return false;
  return !isSkipped(name);
}
