/** Settling: the holder of the lease first finishes or undoes the publication that another run has left unfinished. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { JOURNAL_FILE, SUCCESS_FILE, SUMMARY_FILE } from '../shared/output-files';
import { LostStaging } from '../store/lost';
import { refuseIfLost } from '../store/refuse-if-lost';
import type { Lease, OutputStore } from '../store/store';
import { HeldJournal, type Journal, readJournal } from './journal';
import { complete, firstLost, goBack, hasSuccess, hasSummary, reveal, successText } from './steps';

/**
 * A round fails where the run that began the publication is still at work and makes its next step first. That run has
 * only a few steps left, so a few rounds are enough.
 */
const MAX_ROUNDS = 10;

export type Settled = 'forward' | 'back' | 'nothing';

/**
 * Settles a publication that was interrupted: finishes it where every part and the summary still exist, and undoes it
 * otherwise. Throws with exit code 74 where it can be neither finished nor undone.
 */
export async function settle(store: OutputStore, lease: Lease): Promise<Settled> {
  // a journal that cannot be read, or must not be followed, is refused before anything is touched
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

/** Removes the hidden files that dead runs have left. To be called after `settle`, and before anything is staged. */
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

/**
 * The name of a part or of the summary that is neither staged nor in its place, undefined where there is none. The
 * summary is checked by itself because a clean-up of `_temporary` on S3 removes the staged summary, but none of the
 * uploads.
 */
async function firstMissing(store: OutputStore, staging: string, journal: Journal): Promise<string | undefined> {
  const part = await firstLost(store, staging, journal);
  if (part !== undefined) return part;
  const isThere = (await store.hasStaged(staging, SUMMARY_FILE)) || (await hasSummary(store, journal));
  return isThere ? undefined : SUMMARY_FILE;
}

/**
 * Throws with exit code 74 where the old output is not whole either, so that there is nothing to go back to. This kit
 * removes old parts only when all new ones are visible: where old and new parts are missing, something else has removed
 * them.
 */
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
