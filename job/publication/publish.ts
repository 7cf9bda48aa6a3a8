import { EXIT } from '../shared/exit';
import { exitCodeOf, Failure, messageOf } from '../shared/failure';
import { inFlight } from '../shared/in-flight';
import { JOURNAL_FILE, REPORT_FILE, SUCCESS_FILE, SUMMARY_FILE } from '../shared/output-files';
import { LostStaging } from '../store/lost';
import { refuseIfLost } from '../store/refuse-if-lost';
import type { Lease, OutputStore, StagedPart } from '../store/store';
import { summaryText } from '../summary/stored-summary';
import type { Summary } from '../summary/summary';
import { HeldJournal, type Journal, newJournal, readJournal, textOf } from './journal';
import { complete, goBack, isOurs, reveal, successText } from './steps';

/** Everything that a run publishes. */
export interface Publication {
  readonly run: string;
  /** Parts and files of rejects, all staged. */
  readonly makes: readonly StagedPart[];
  /** Files that are removed once the new parts are visible: only names that the previous summary lists. */
  readonly replaces: readonly string[];
  /** Files that this kit did not write. They are moved to `_replaced/<run>/`. */
  readonly setAside: readonly string[];
  /** Makes the summary as of now: before anything is visible, and once more when the new parts are in place. */
  summarize(): Summary;
  /** Draws the report. Without this function an existing report is removed, because it describes another run. */
  readonly drawReport?: DrawReport | undefined;
  /**
   * Throws the reason if the run was ended meanwhile. It is called at the last moment at which the end of the run
   * leaves the output as it was.
   */
  readonly throwIfEnded?: () => void;
  /** Is told of files that could not be removed after the new output is complete. They are no failure of the run. */
  warn(message: string): void;
}

export type DrawReport = (summary: Summary) => string;

/**
 * Makes the parts of a run the output, all or none. An error before every part is visible undoes the publication. After
 * an error later on the publication is finished, if necessary by the next command on this output (`settle`): the
 * journal holds everything that this takes.
 *
 * A run may be paused anywhere in this function, long enough for another run to take the output over. Therefore this
 * function first stages everything that will become visible, and then checks that the output still belongs to this run.
 * From there on it only makes changes that the storage itself refuses once another run has taken over the staging or
 * the journal. Returns the summary that was published.
 */
export async function publish(store: OutputStore, lease: Lease, publication: Publication): Promise<Summary> {
  const { held, staged } = await prepare(store, lease, publication);
  try {
    await held.begin();
    await reveal(store, held);
    await held.advance('complete');
  } catch (error) {
    await undo(store, lease, held, error);
  }
  // The old parts are removed from here on, so there is no way back. The second attempt gets over a passing error.
  let last = staged;
  const finish = () =>
    complete(store, held, async () => {
      last = await stageAnew(store, held.staging, publication, last);
    });
  await finish().catch(() => finish().catch(unfinished(store, lease, held.journal)));
  await tidy(store, lease, held, publication);
  return last.summary;
}

interface Prepared {
  readonly held: HeldJournal;
  readonly staged: StagedSummary;
}

/** The summary that was staged, and the versions of the staged summary and report. */
interface StagedSummary {
  readonly summary: Summary;
  readonly versions: readonly string[];
}

/**
 * Stages everything that will be visible, and then checks that the output still belongs to this run. Where this fails,
 * the staging is removed again.
 */
async function prepare(store: OutputStore, lease: Lease, publication: Publication): Promise<Prepared> {
  let staging = publication.run;
  try {
    const journal = await plan(store, publication);
    staging = await store.enter(publication.run, setsAside(journal));
    const summary = publication.summarize();
    const staged = await stageDocuments(store, staging, publication, { summary, journal });
    await store.persist(staging);
    await lease.check();
    publication.throwIfEnded?.();
    return { held: new HeldJournal(store, staging, { journal, version: '' }), staged };
  } catch (error) {
    await store.discard(staging).catch(() => undefined);
    await refuseIfLost(lease);
    throw error;
  }
}

/**
 * Stages the documents and the journal. This happens before the output changes, because a report that cannot be drawn,
 * or a full disk, must not interrupt a publication half-way.
 */
async function stageDocuments(
  store: OutputStore,
  staging: string,
  { run, drawReport }: Publication,
  { summary, journal }: { readonly summary: Summary; readonly journal: Journal },
): Promise<StagedSummary> {
  const timed = timedDocuments(summary, drawReport);
  const documents = [...timed, [SUCCESS_FILE, successText(run)], [JOURNAL_FILE, textOf(journal)]] as const;
  const versions = await inFlight(documents.length, documents, ([name, text]) => store.stage(staging, name, text));
  return { summary, versions: versions.slice(0, timed.length) };
}

/**
 * Stages the summary and the report again, now that the time of the publication is known. Where this fails, the
 * documents that were staged before are published.
 */
async function stageAnew(
  store: OutputStore,
  staging: string,
  { summarize, drawReport }: Publication,
  staged: StagedSummary,
): Promise<StagedSummary> {
  const summary = summarize();
  const timed = timedDocuments(summary, drawReport).map(([name, text], i) => {
    return { file: { name, version: staged.versions[i] as string }, text };
  });
  try {
    const versions = await inFlight(timed.length, timed, ({ file, text }) => store.stageAnew(staging, file, text));
    return { summary, versions };
  } catch {
    return staged;
  }
}

type Document = readonly [name: string, text: string];

/** The documents that state the times of the run: the summary, and the report if there is one. */
function timedDocuments(summary: Summary, drawReport: DrawReport | undefined): Document[] {
  const report = drawReport?.(summary);
  const text = [SUMMARY_FILE, summaryText(summary)] as const;
  return report === undefined ? [text] : [text, [REPORT_FILE, report]];
}

/**
 * Ends a failed run, and throws `cause` or the loss of the output. Removes the files that the run has staged, unless
 * its journal still needs them.
 */
export async function abandon(store: OutputStore, lease: Lease, run: string, cause: unknown): Promise<never> {
  try {
    const found = await readJournal(store);
    if (found?.journal.run !== run) await store.discard(run);
  } catch {
    // `cause` matters more than an error of the cleaning up; the next run on this output removes what is left
  }
  const isOfItsOutput = exitCodeOf(cause) === EXIT.io || exitCodeOf(cause) === EXIT.cannotCreate;
  if (isOfItsOutput) await refuseIfLost(lease);
  throw cause;
}

async function plan(store: OutputStore, publication: Publication): Promise<Journal> {
  const { run, makes, replaces, setAside, drawReport } = publication;
  const versions = new Map((await store.list('')).map((file) => [file.name, file.version]));
  const refuse = (reason: string) => new Failure(EXIT.cannotCreate, reason);
  if (versions.has(JOURNAL_FILE)) throw refuse(`another run is publishing to ${store.location}: run again`);
  const taken = makes.find((part) => versions.has(part.name));
  if (taken !== undefined) {
    throw refuse(`${store.location}/${taken.name} is there already: move it away and run again`);
  }
  const success = await store.find(SUCCESS_FILE);
  // without a report of its own, this run must not leave the report of a former run beside its output
  const formerReport = drawReport === undefined ? versions.get(REPORT_FILE) : undefined;
  return newJournal(store, {
    run,
    makes,
    replaces: replaces.filter((name) => versions.has(name)),
    setAside: setAside.flatMap((name) => {
      const version = versions.get(name);
      return version === undefined ? [] : [{ name, version }];
    }),
    success: success === undefined ? null : { version: success.version, text: success.bytes.toString() },
    documents: [...(drawReport === undefined ? [] : [REPORT_FILE]), SUMMARY_FILE, SUCCESS_FILE],
    withdraws: formerReport === undefined ? [] : [{ name: REPORT_FILE, version: formerReport }],
  });
}

/**
 * Undoes the publication after an error, and throws the error. Returns where the journal already says `complete`: the
 * publication then has to be finished.
 */
async function undo(store: OutputStore, lease: Lease, held: HeldJournal, cause: unknown): Promise<void> {
  await refuseIfLost(lease);
  try {
    const found = await readJournal(store);
    if (found === undefined) await store.discard(held.staging);
    else if (!held.adopt(found)) throw new LostStaging(store.location, JOURNAL_FILE);
    else if (found.journal.phase === 'complete') return;
    else await goBack(store, cause instanceof LostStaging ? await restaged(store, lease, held) : held);
  } catch (error) {
    await refuseIfLost(lease);
    throw new Failure(
      exitCodeOf(cause),
      `${messageOf(cause)}; and ${store.location} could not be put back as it was (${messageOf(error)}): the next run on ` +
        'it tries again',
      { cause },
    );
  }
  throw cause;
}

/** The same journal with a new staging, after something other than a run has removed the staging. */
async function restaged(store: OutputStore, lease: Lease, { journal, version }: HeldJournal): Promise<HeldJournal> {
  const staging = await store.take(journal.run, () => lease.check());
  return new HeldJournal(store, staging, { journal, version });
}

function unfinished(store: OutputStore, lease: Lease, { run }: Journal): (cause: unknown) => Promise<never> {
  return async (cause) => {
    await refuseIfLost(lease);
    throw new Failure(
      exitCodeOf(cause),
      `all parts of run ${run} are in ${store.location}, but its publication could not be finished ` +
        `(${messageOf(cause)}): the next run on it tries again`,
      { cause },
    );
  };
}

/** Removes the journal and the staging. The new output is complete, so an error here is a warning and no failure. */
async function tidy(store: OutputStore, lease: Lease, held: HeldJournal, { run, warn }: Publication): Promise<void> {
  try {
    // a journal that does not exist any more was removed by a run that has taken the output over
    if (!(await held.end())) await lease.check();
    await store.discard(held.staging);
  } catch (error) {
    await refuseIfLost(lease);
    warn(
      `run ${run} is published, but something of it is left in ${store.location} (${messageOf(error)}): the next ` +
        'dedup command on it removes that',
    );
  }
}

function setsAside({ setAside, success }: Journal): boolean {
  return setAside.length > 0 || (success !== null && !isOurs(success.text));
}
