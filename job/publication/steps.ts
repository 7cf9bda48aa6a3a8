/**
 * The steps of a publication, forward and back, for the process that holds its journal. Each step may be repeated. A
 * step that comes late, from a process that has lost the output meanwhile, changes nothing.
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

/** Parts that are located at the same time: in S3 each of them costs a request. */
const LOCATED_AT_A_TIME = 16;

/**
 * The content of `_SUCCESS`. The run's name makes the `_SUCCESS` of every run, and its ETag, different: a late request
 * that is meant for one of them cannot remove another.
 */
export function successText(run: string): string {
  return `${run}\n`;
}

/**
 * Whether this kit wrote a `_SUCCESS`, or the file is empty. S3A's committers write JSON into theirs, which this kit
 * must not throw away.
 */
export function isOurs(success: string): boolean {
  return success === '' || RUN_ID.test(success.trimEnd());
}

/**
 * Takes the old `_SUCCESS` away and makes the new parts visible. Throws with exit code 74 where a part is not visible
 * then.
 */
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
 * Does everything that remains when every part is visible, except for removing the journal. `beforeDocuments` is called
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

/** Removes the new parts again, puts the former `_SUCCESS` back, and removes the journal. */
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
  // no journal names the staging any more: where removing it fails, the next run on this output removes it
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
  const isForeign = success !== null && !isOurs(success.text);
  if (isForeign) await store.keepAside(staging, run, SUCCESS_FILE, success.text);
  await store.setAside(staging, run, setAside);
  if (isForeign || setAside.length > 0) await store.showAside(staging, run);
}

/**
 * Whether a document that is not staged any more was put in its place before. For a report this does not matter,
 * because `dedup report` can draw it again.
 */
async function isDone(store: OutputStore, journal: Journal, name: string): Promise<boolean> {
  if (name === SUMMARY_FILE) return hasSummary(store, journal);
  return name === SUCCESS_FILE ? hasSuccess(store, journal) : true;
}
