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

/** What a run wants to be seen. */
export interface Publication {
  readonly run: string;
  /** Parts and files of rejects, all staged. */
  readonly makes: readonly StagedPart[];
  /** What goes once they are there: only names that the previous summary lists. */
  readonly replaces: readonly string[];
  /** What is moved to `_replaced/<run>/`, since this kit did not write it. */
  readonly setAside: readonly string[];
  /** What the summary says now: once before anything is visible, and once more when the new parts are in their places. */
  summarize(): Summary;
  /** Without it a report that is there goes: it would be of another run. */
  readonly drawReport?: DrawReport | undefined;
  /** Throws what ended the run meanwhile: the last moment at which that leaves everything as it was. */
  readonly throwIfEnded?: () => void;
  /** Told what is left once the output is there, which then is no failure any more. */
  warn(message: string): void;
}

export type DrawReport = (summary: Summary) => string;

/**
 * Makes a run's parts the output, all or none. Until every part is visible whatever goes wrong is undone; from then on
 * it is finished, by the next command on this output if need be (`settle`): the journal says all it takes.
 *
 * A run may be paused anywhere in here, for so long that another takes the output over. So it first prepares whatever will
 * become visible, then makes sure that the output is its own, and from there on does only what its storage refuses once
 * the staging, or the journal, is another's. Returns the summary that is there then.
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
  // Parts of the old output go now, so there is no way back; what goes wrong by chance does not do so twice.
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

/** What was staged, and the versions of its documents. */
interface StagedSummary {
  readonly summary: Summary;
  readonly versions: readonly string[];
}

/** Stages all that will be visible, and makes sure then that the output is this run's. Where not, nothing is left of it. */
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

/** Before anything is touched: a report that cannot be drawn, or has no room, must not end a publication half-way. */
async function stageDocuments(
  store: OutputStore,
  staging: string,
  { run, drawReport }: Publication,
  { summary, journal }: { readonly summary: Summary; readonly journal: Journal },
): Promise<StagedSummary> {
  const told = documentsOf(summary, drawReport);
  const documents = [...told, [SUCCESS_FILE, successText(run)], [JOURNAL_FILE, textOf(journal)]] as const;
  const versions = await inFlight(documents.length, documents, ([name, text]) => store.stage(staging, name, text));
  return { summary, versions: versions.slice(0, told.length) };
}

/**
 * Stages summary and report once more, which then say how long the publication took too. Those that are staged serve as well
 * where this fails.
 */
async function stageAnew(
  store: OutputStore,
  staging: string,
  { summarize, drawReport }: Publication,
  staged: StagedSummary,
): Promise<StagedSummary> {
  const summary = summarize();
  const told = documentsOf(summary, drawReport).map(([name, text], i) => {
    return { file: { name, version: staged.versions[i] as string }, text };
  });
  try {
    const versions = await inFlight(told.length, told, ({ file, text }) => store.stageAnew(staging, file, text));
    return { summary, versions };
  } catch {
    return staged;
  }
}

type Document = readonly [name: string, text: string];

function documentsOf(summary: Summary, drawReport: DrawReport | undefined): Document[] {
  const report = drawReport?.(summary);
  const text = [SUMMARY_FILE, summaryText(summary)] as const;
  return report === undefined ? [text] : [text, [REPORT_FILE, report]];
}

/** Ends a failed run: removes what it staged before its publication, unless a journal needs it to finish. */
export async function abandon(store: OutputStore, lease: Lease, run: string, cause: unknown): Promise<never> {
  try {
    const found = await readJournal(store);
    if (found?.journal.run !== run) await store.discard(run);
  } catch {
    // what ended the run says more than what is then left undone; the next run on this output sweeps
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
  // a report of the former output would be another run's
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

/** Goes back after an error and throws it; returns where the publication had come so far that it is to be finished. */
async function undo(store: OutputStore, lease: Lease, held: HeldJournal, cause: unknown): Promise<void> {
  await refuseIfLost(lease);
  try {
    const found = await readJournal(store);
    if (found === undefined) await store.discard(held.staging);
    else if (!held.adopt(found)) throw new LostStaging(store.location, JOURNAL_FILE);
    else if (found.journal.phase === 'complete') return;
    else await goBack(store, cause instanceof LostStaging ? await staged(store, lease, held) : held);
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

/** With a staging, which something else has removed. */
async function staged(store: OutputStore, lease: Lease, { journal, version }: HeldJournal): Promise<HeldJournal> {
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

/** The output is there: what cannot be removed now is no failure. */
async function tidy(store: OutputStore, lease: Lease, held: HeldJournal, { run, warn }: Publication): Promise<void> {
  try {
    // gone: the one that took the output over has removed it
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
