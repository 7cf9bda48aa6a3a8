/** What the holder of the lease does before anything else: ends what others have begun. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { JOURNAL_FILE, SUCCESS_FILE, SUMMARY_FILE } from '../shared/output-files';
import { LostStaging } from '../store/lost';
import { refuseIfLost } from '../store/refuse-if-lost';
import type { Lease, OutputStore } from '../store/store';
import { HeldJournal, type Journal, readJournal } from './journal';
import { complete, firstLost, goBack, hasSuccess, hasSummary, reveal, successText } from './steps';

/** Each round the run that began it was quicker, which does not take many steps more. */
const MAX_ROUNDS = 10;

export type Settled = 'forward' | 'back' | 'nothing';

/** Ends a publication that was interrupted: forward where every part is still there, else back. */
export async function settle(store: OutputStore, lease: Lease): Promise<Settled> {
  // what no command takes is refused before anything is touched
  await readJournal(store);
  await store.fence(() => lease.check());
  for (let round = 1; ; round++) {
    try {
      return await settleFound(store, lease);
    } catch (error) {
      await refuseIfLost(lease);
      if (!(error instanceof LostStaging) || round === MAX_ROUNDS) throw error;
    }
  }
}

/** Removes what dead runs left unseen. After `settle`, and before anything is staged. */
export async function sweep(store: OutputStore, lease: Lease): Promise<void> {
  const found = await readJournal(store);
  await store.sweep(found === undefined ? [] : [found.journal.run], () => lease.check());
}

async function settleFound(store: OutputStore, lease: Lease): Promise<Settled> {
  const found = await readJournal(store);
  if (found === undefined) return 'nothing';
  const { journal } = found;
  const staging = await store.take(journal.run, () => lease.check());
  const held = new HeldJournal(store, staging, found);
  const lost = journal.phase === 'back' ? undefined : await firstMissing(store, staging, journal);
  if (journal.phase === 'back' || lost !== undefined) {
    if (lost !== undefined) await refuseUnlessOldIsWhole(store, journal, lost);
    await goBack(store, held);
    return 'back';
  }
  if (!(await store.hasStaged(staging, SUCCESS_FILE)) && !(await hasSuccess(store, journal))) {
    await store.stage(staging, SUCCESS_FILE, successText(journal.run));
  }
  await held.advance(journal.phase);
  if (journal.phase === 'reveal') {
    await reveal(store, held);
    await held.advance('complete');
  }
  await complete(store, held);
  await held.end();
  await store.discard(staging);
  return 'forward';
}

/** A part, or the summary, that is neither staged nor in its place: whoever cleans `_temporary` takes the summary alone. */
async function firstMissing(store: OutputStore, staging: string, journal: Journal): Promise<string | undefined> {
  const part = await firstLost(store, staging, journal);
  if (part !== undefined) return part;
  const isThere = (await store.hasStaged(staging, SUMMARY_FILE)) || (await hasSummary(store, journal));
  return isThere ? undefined : SUMMARY_FILE;
}

/** Old parts go only when all new ones are visible: where some of both are gone, it was not this kit. */
async function refuseUnlessOldIsWhole(store: OutputStore, journal: Journal, lost: string): Promise<void> {
  const there = new Set((await store.list('')).map((file) => file.name));
  const gone = journal.replaces.find((name) => !there.has(name));
  if (gone === undefined && journal.phase !== 'complete') return;
  const undone = gone === undefined ? 'the removal of the old output had begun' : `${gone} is gone`;
  throw new Failure(
    EXIT.io,
    `the publication of run ${journal.run} was interrupted and can be neither finished (${store.location}/${lost} is ` +
      `gone or changed) nor undone (${undone}): bring one of them back, or remove ${store.location}/${JOURNAL_FILE} ` +
      'and replace the output',
  );
}
