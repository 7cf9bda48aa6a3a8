import {
  EXIT,
  JOURNAL_FILE,
  REPLACED_FOLDER,
  REPORT_FILE,
  STAGING_FOLDER,
  SUCCESS_FILE,
  SUMMARY_FILE,
} from './contract';
import { exitCodeOf, Failure } from './failure';
import { inFlight } from './in-flight';
import { beginJournal, type Journal, newJournal, readJournal, writeJournal } from './journal';
import { previousOutput, readSummary } from './previous-output';
import type { Lease, OutputStore, StagedPart } from './store/store';
import type { Summary } from './summary';

/** Parts of an output are looked for together: in S3 each takes an answer. */
const LOCATED_AT_A_TIME = 16;

/** What a run wants to be seen. */
export interface Publication {
  readonly run: string;
  /** Parts and files of rejects, all staged. */
  readonly makes: readonly StagedPart[];
  /** What goes once they are there: only names that the previous summary lists. */
  readonly replaces: readonly string[];
  /** What is moved to `_replaced/<run>/`, since this kit did not write it. */
  readonly setAside: readonly string[];
  readonly summary: Summary;
  /** Without it a report that is there goes: it would be of another run. */
  readonly drawReport?: DrawReport | undefined;
  /** Throws what ended the run meanwhile: the last moment at which that leaves everything as it was. */
  readonly throwIfEnded?: () => void;
}

export type DrawReport = (summary: Summary) => string;

/**
 * Makes a run's parts the output, all or none. Until every part is visible whatever goes wrong is undone; from then on
 * it is finished, by the next command on this output if need be (`settle`): the journal says all it takes.
 */
export async function publish(store: OutputStore, lease: Lease, publication: Publication): Promise<void> {
  const journal = await plan(store, publication);
  await stageDocuments(store, publication);
  await store.persist(publication.run);
  await lease.check();
  publication.throwIfEnded?.();
  try {
    await beginJournal(store, journal);
    // suspended since the last check, this run may have been taken for dead: then nothing that anybody sees is touched
    await lease.check();
    await reveal(store, journal);
    await lease.check();
  } catch (error) {
    await undo(store, lease, journal, error);
    throw error;
  }
  // Parts of the old output go now, so there is no way back; what goes wrong by chance does not do so twice.
  await complete(store, journal).catch(() => complete(store, journal).catch(unfinished(store, journal)));
}

/** Before anything is touched: a report that cannot be drawn, or has no room, must not end a publication half-way. */
async function stageDocuments(store: OutputStore, { run, summary, drawReport }: Publication): Promise<void> {
  const report = drawReport?.(summary);
  await store.stage(run, SUMMARY_FILE, `${JSON.stringify(summary, null, 2)}\n`);
  if (report !== undefined) await store.stage(run, REPORT_FILE, report);
}

/**
 * Ends a publication that was interrupted: forward where every part is still there, else back. For the holder of the
 * lease, before anything else.
 */
export async function settle(store: OutputStore): Promise<'forward' | 'back' | 'nothing'> {
  const journal = await readJournal(store);
  if (journal === undefined) return 'nothing';
  const lost = journal.back ? undefined : ((await firstLost(store, journal)) ?? (await lostSummary(store, journal)));
  if (journal.back || lost !== undefined) {
    if (lost !== undefined) await refuseUnlessOldIsWhole(store, journal, lost);
    await goBack(store, journal);
    return 'back';
  }
  await reveal(store, journal);
  await complete(store, journal);
  return 'forward';
}

/** Removes what a failed run staged, unless a journal still needs it to finish. */
export async function abandon(store: OutputStore, run: string): Promise<void> {
  const journal = await readJournal(store);
  if (journal?.run !== run) await store.discard(run);
}

/** Removes what dead runs left unseen. For the holder of the lease, after `settle` and before it stages anything. */
export async function sweep(store: OutputStore): Promise<void> {
  const journal = await readJournal(store);
  await store.sweep(journal === undefined ? [] : [journal.run]);
}

async function plan(store: OutputStore, { run, makes, replaces, setAside, drawReport }: Publication): Promise<Journal> {
  const there = new Set((await store.list('')).map((file) => file.name));
  // whose run was taken for dead and wrote it all the same: one that can be finished was there before this run began
  if (there.has(JOURNAL_FILE) && (await settle(store)) === 'forward') {
    throw new Failure(EXIT.cannotCreate, `another run published to ${store.location} meanwhile: run again`);
  }
  const taken = makes.find((part) => there.has(part.name));
  if (taken !== undefined) {
    throw new Failure(
      EXIT.cannotCreate,
      `${store.location}/${taken.name} is there already: move it away and run again`,
    );
  }
  const isThere = (name: string) => there.has(name);
  const success = await store.read(SUCCESS_FILE);
  return newJournal({
    run,
    makes,
    replaces: replaces.filter(isThere),
    setAside: setAside.filter(isThere),
    success: success === undefined ? null : success.toString(),
    hasReport: drawReport !== undefined,
  });
}

/** Takes the old output out of sight and the new one in. Each step is fine where it was done before. */
async function reveal(store: OutputStore, { run, makes, setAside, success }: Journal): Promise<void> {
  // Ours is empty. One that says something (S3A's committers write JSON) is not ours to lose.
  if (success) await store.put(replacedName(run, SUCCESS_FILE), success);
  await store.remove([SUCCESS_FILE]);
  for (const name of setAside) await store.move(name, replacedName(run, name));
  await store.commit(run, makes);
  const places = await inFlight(LOCATED_AT_A_TIME, makes, (part) => store.locate(run, part));
  const lost = makes.find((_, i) => places[i] !== 'visible');
  if (lost === undefined) return;
  throw new Failure(EXIT.io, `${store.location}/${lost.name} is not there with its ${lost.sizeBytes} bytes: run again`);
}

/** What remains to do when every part is visible. Each step is fine where it was done before. */
async function complete(store: OutputStore, { run, makes, replaces, hasReport }: Journal): Promise<void> {
  const made = new Set(makes.map((part) => part.name));
  await store.remove(replaces.filter((name) => !made.has(name)));
  await store.replace(run, SUMMARY_FILE);
  await (hasReport ? store.replace(run, REPORT_FILE) : store.remove([REPORT_FILE]));
  // empty, so it needs no space either
  await store.put(SUCCESS_FILE, '');
  await store.discard(run);
  await store.remove([JOURNAL_FILE]);
}

async function goBack(store: OutputStore, journal: Journal): Promise<void> {
  const { run, makes, setAside, success } = journal;
  await store.remove(makes.map((part) => part.name));
  await store.discard(run);
  for (const name of setAside) await store.move(replacedName(run, name), name);
  if (success !== null && (await store.read(SUCCESS_FILE)) === undefined) await store.put(SUCCESS_FILE, success);
  await store.remove([replacedName(run, SUCCESS_FILE)]);
  await store.remove([JOURNAL_FILE]);
}

/** Goes back after an error, unless another run has taken the output over: that one has settled it. */
async function undo(store: OutputStore, lease: Lease, journal: Journal, cause: unknown): Promise<void> {
  await lease.check();
  try {
    // So that, killed from here on, a run that has failed isn't finished after all. A full disk can't take the mark,
    // and must not keep us from making room.
    await writeJournal(store, { ...journal, back: true }).catch(() => undefined);
    await goBack(store, journal);
  } catch (error) {
    throw new Failure(
      exitCodeOf(cause),
      `${messageOf(cause)}; and ${store.location} could not be put back as it was (${messageOf(error)}): the next run on ` +
        'it tries again',
      { cause },
    );
  }
}

function unfinished(store: OutputStore, { run }: Journal): (cause: unknown) => never {
  return (cause) => {
    throw new Failure(
      exitCodeOf(cause),
      `all parts of run ${run} are in ${store.location}, but its publication could not be finished ` +
        `(${messageOf(cause)}): the next run on it tries again`,
      { cause },
    );
  };
}

/** Its name. */
async function firstLost(store: OutputStore, { run, makes }: Journal): Promise<string | undefined> {
  const places = await inFlight(LOCATED_AT_A_TIME, makes, (part) => store.locate(run, part));
  return makes.find((_, i) => places[i] === 'gone')?.name;
}

/** The summary's name, where it is neither staged nor in its place: whoever cleans `_temporary` takes it, and no part. */
async function lostSummary(store: OutputStore, { run }: Journal): Promise<string | undefined> {
  if ((await store.read(`${STAGING_FOLDER}/${run}/${SUMMARY_FILE}`)) !== undefined) return undefined;
  const summary = await readSummary(store);
  return summary?.run === run ? undefined : SUMMARY_FILE;
}

/**
 * Old parts go only when all new ones are visible: where some of both are gone, it was not this kit. Or the journal came
 * too late, from a run that another one had taken for dead: what is whole then is the output of that other.
 */
async function refuseUnlessOldIsWhole(store: OutputStore, { run, replaces }: Journal, lost: string): Promise<void> {
  const there = new Set((await store.list('')).map((file) => file.name));
  const gone = replaces.find((name) => !there.has(name));
  if (gone === undefined) return;
  const { summary, missing, changed } = await previousOutput(store);
  if (summary !== undefined && summary.run !== run && missing.length + changed.length === 0) return;
  throw new Failure(
    EXIT.io,
    `the publication of run ${run} was interrupted and can be neither finished (${store.location}/${lost} is gone ` +
      `or changed) nor undone (${gone} is gone): bring one of them back, or remove ${store.location}/${JOURNAL_FILE} and ` +
      'replace the output',
  );
}

function replacedName(run: string, name: string): string {
  return `${REPLACED_FOLDER}/${run}/${name}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
