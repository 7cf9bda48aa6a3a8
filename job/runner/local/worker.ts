/** The program of a worker thread. */

import { parentPort } from 'node:worker_threads';
import { type Answer, type Call, flatten, setupOf } from './messages';
import { WorkerTask } from './worker-task';

/** The task of this thread. The call `map` creates it. */
let task: WorkerTask | null = null;

parentPort?.on('message', async (call: Call) => {
  parentPort?.postMessage(await answer(call));
});

async function answer(call: Call): Promise<Answer> {
  try {
    return { result: await work(call) };
  } catch (error) {
    return { failure: flatten(error) };
  }
}

async function work(call: Call): Promise<unknown> {
  if (call.step === 'map') {
    task?.discard();
    task = new WorkerTask(setupOf(call));
    return task.map();
  }
  if (task === null) throw new Error(`a worker was asked to ${call.step} before it was asked to map`);
  if (call.step === 'flush') return task.flush();
  return task.reduce(call.spills, call.splitsWithRejects);
}
