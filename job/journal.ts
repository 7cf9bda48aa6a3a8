import { EXIT, JOURNAL_FILE } from './contract';
import { Failure } from './failure';
import type { OutputStore, StagedPart } from './store/store';
import { at } from './stored-summary';

const JOURNAL_VERSION = 1;

/** `_dedup/journal.json`: all it takes to finish a publication, or to undo it, without the run that began it. */
export interface Journal {
  readonly version: typeof JOURNAL_VERSION;
  readonly run: string;
  /** What becomes visible. */
  readonly makes: readonly StagedPart[];
  /** What is removed then: files of the previous output, all there when the journal was written. */
  readonly replaces: readonly string[];
  /** What is moved out of the readers' sight: files this kit did not write. */
  readonly setAside: readonly string[];
  /** What `_SUCCESS` said, null where there was none. */
  readonly success: string | null;
  /** Whether a report was staged beside the summary. */
  readonly hasReport: boolean;
  /** That it is being undone, even where it could still be finished: its run has failed. */
  readonly back: boolean;
}

export function newJournal(content: Omit<Journal, 'version' | 'back'>): Journal {
  return { version: JOURNAL_VERSION, ...content, back: false };
}

export async function writeJournal(store: OutputStore, journal: Journal): Promise<void> {
  await store.put(JOURNAL_FILE, textOf(journal));
}

/** The first of a publication. Throws with exit code 73 where another run's is there. */
export async function beginJournal(store: OutputStore, journal: Journal): Promise<void> {
  if (await store.create(JOURNAL_FILE, textOf(journal))) return;
  const found = await readJournal(store);
  if (found?.run === journal.run) return;
  const whose = found === undefined ? 'another run' : `run ${found.run}`;
  throw new Failure(EXIT.cannotCreate, `${store.location} is being published by ${whose}: run again`);
}

/** The journal of a publication that was interrupted, undefined where there is none. */
export async function readJournal(store: OutputStore): Promise<Journal | undefined> {
  const bytes = await store.read(JOURNAL_FILE);
  if (bytes === undefined) return undefined;
  try {
    return checkJournal(JSON.parse(bytes.toString()));
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

function textOf(journal: Journal): string {
  return `${JSON.stringify(journal)}\n`;
}

function checkJournal(value: unknown): Journal {
  const isName = (name: unknown) => typeof name === 'string' && !name.split('/').includes('..');
  const areNames = (names: unknown) => Array.isArray(names) && names.every(isName);
  const isPart = (part: unknown) =>
    isName(at(part, 'name')) &&
    Number.isSafeInteger(at(part, 'sizeBytes')) &&
    isName(at(part, 'attempt')) &&
    (at(part, 'upload') === undefined || isUpload(at(part, 'upload')));
  const journal = value as Journal;
  if (journal.version !== JOURNAL_VERSION) throw new Error(`version is ${journal.version}, not ${JOURNAL_VERSION}`);
  if (!isName(journal.run)) throw new Error(`run is ${journal.run}`);
  if (!Array.isArray(journal.makes) || !journal.makes.every(isPart)) throw new Error('makes is no list of parts');
  if (!areNames(journal.replaces)) throw new Error('replaces is no list of names');
  if (!areNames(journal.setAside)) throw new Error('setAside is no list of names');
  if (journal.success !== null && typeof journal.success !== 'string') throw new Error('success is no text');
  if (typeof journal.back !== 'boolean') throw new Error('back is not true or false');
  if (typeof journal.hasReport !== 'boolean') throw new Error('hasReport is not true or false');
  return journal;
}

function isUpload(value: unknown): boolean {
  const isText = (text: unknown) => typeof text === 'string';
  const parts = at(value, 'parts');
  if (!isText(at(value, 'id')) || !Array.isArray(parts)) return false;
  return parts.every((part) => isText(at(part, 'etag')) && isText(at(part, 'crc32')));
}
