/**
 * The steps of a publication, forward and back, of whoever has its journal. Each is fine where it was done before. Each may
 * come late, from one that has lost the output meanwhile, and then changes nothing.
 */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { inFlight } from '../shared/in-flight';
import { SUCCESS_FILE, SUMMARY_FILE } from '../shared/output-files';
import { RUN_ID } from '../shared/run-id';
import { LostStaging } from '../store/lost';
import type { OutputStore } from '../store/store';
import type { HeldJournal, Journal } from './journal';
import { readSummary } from './previous-output';

/** Parts of an output are looked for together: in S3 each takes an answer. */
const LOCATED_AT_A_TIME = 16;

/** What `_SUCCESS` says: with the run in it no two are the same, so that a request for the one does not meet the other. */
export function successText(run: string): string {
  return `${run}\n`;
}

/** Whether a `_SUCCESS` is this kit's, or says nothing. S3A's committers write JSON, which is not ours to lose. */
export function isOurs(success: string): boolean {
  return success === '' || RUN_ID.test(success.trimEnd());
}

/** Takes the old `_SUCCESS` out of sight and the new parts in. */
export async function reveal(store: OutputStore, { staging, journal }: HeldJournal): Promise<void> {
  const { makes, success } = journal;
  if (success !== null) await store.withdraw(staging, { name: SUCCESS_FILE, version: success.version });
  await store.commit(staging, makes);
  const places = await inFlight(LOCATED_AT_A_TIME, makes, (part) => store.locate(staging, part));
  const lost = makes.find((_, i) => places[i] !== 'visible');
  if (lost === undefined) return;
  throw new Failure(EXIT.io, `${store.location}/${lost.name} is not there with its ${lost.sizeBytes} bytes: run again`);
}

/**
 * What remains to do when every part is visible, but for the end of the journal. Whoever began the publication is told
 * just before the documents are put in their places.
 */
export async function complete(
  store: OutputStore,
  { staging, journal }: HeldJournal,
  beforeDocuments: () => Promise<void> = async () => {},
): Promise<void> {
  const made = new Set(journal.makes.map((part) => part.name));
  await store.retire(
    staging,
    journal.replaces.filter((name) => !made.has(name)),
  );
  await setAside(store, staging, journal);
  await beforeDocuments();
  for (const document of journal.withdraws) await store.withdraw(staging, document);
  for (const name of journal.documents) {
    const isStaged = (await store.replace(staging, name)) !== undefined;
    if (!isStaged && !(await isDone(store, journal, name))) throw new LostStaging(store.location, name);
  }
}

/** Takes the new parts away again, and what was withdrawn back. Then there is no journal any more. */
export async function goBack(store: OutputStore, held: HeldJournal): Promise<void> {
  const { staging } = held;
  const { makes, success } = held.journal;
  const file = success === null ? null : { name: SUCCESS_FILE, ...success };
  const prepared = file === null ? null : await store.prepareBack(staging, file);
  await held.advance('back');
  await store.abort(staging, prepared);
  await store.retire(
    staging,
    makes.map((part) => part.name),
  );
  if (file !== null) await store.putBack(staging, file, prepared);
  await held.end();
  // what is left of it is nobody's any more: the next command on this output sweeps
  await store.discard(staging).catch(() => undefined);
}

/** The name of a part that is neither staged nor visible. */
export async function firstLost(store: OutputStore, staging: string, { makes }: Journal): Promise<string | undefined> {
  const places = await inFlight(LOCATED_AT_A_TIME, makes, (part) => store.locate(staging, part));
  return makes.find((_, i) => places[i] === 'gone')?.name;
}

export async function hasSummary(store: OutputStore, { run }: Journal): Promise<boolean> {
  return (await readSummary(store))?.run === run;
}

export async function hasSuccess(store: OutputStore, { run }: Journal): Promise<boolean> {
  return (await store.read(SUCCESS_FILE))?.toString() === successText(run);
}

async function setAside(store: OutputStore, staging: string, { run, setAside, success }: Journal): Promise<void> {
  const isTheirs = success !== null && !isOurs(success.text);
  if (isTheirs) await store.keepAside(staging, run, SUCCESS_FILE, success.text);
  await store.setAside(staging, run, setAside);
  if (isTheirs || setAside.length > 0) await store.showAside(staging, run);
}

/** Whether a document that is not staged any more took its place before. Of a report it does not matter: `dedup report` draws another. */
async function isDone(store: OutputStore, journal: Journal, name: string): Promise<boolean> {
  if (name === SUMMARY_FILE) return hasSummary(store, journal);
  return name === SUCCESS_FILE ? hasSuccess(store, journal) : true;
}
