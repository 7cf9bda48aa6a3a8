/** The program of a worker thread, of a local run or of a task of YARN. */

import fs from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { localSteps } from '../local/local-steps';
import { answerWith, type Call } from '../local/messages';
import { lockOf } from '../yarn/lock';
import { mapSteps } from '../yarn/map-worker';
import { writerOf } from '../yarn/pipe';
import { reduceSteps } from '../yarn/reduce-worker';

// at once, because process.stderr of a thread is written by the main thread, which may be waiting for the task's pipe
const print = (text: string) => fs.writeSync(2, text);

const answer = answerWith({
  ...localSteps(),
  ...mapSteps({ write: writerOf(1), print, lockOf }),
  ...reduceSteps(print),
});

parentPort?.on('message', async (call: Call) => {
  parentPort?.postMessage(await answer(call));
});
