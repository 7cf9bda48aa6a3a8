// This file is loaded into the Node of every task of a job of a test (yarn-job.ts). It reports the place that the task has
// reached, and stops the task there until the test lets it continue. A test can thereby kill, lose or hang a task at a known
// place, without any support in the product.
const fs = require('node:fs');
const path = require('node:path');
const { isMainThread } = require('node:worker_threads');

const LOOK_EVERY_MS = 20;
const folder = process.env.DEDUP_TEST_GATES ?? '';
const [, task] = /_([mr]_\d+_\d+)$/.exec(process.env.mapreduce_task_attempt_id ?? '') ?? [];

// each thread of a task loads this file too
if (task !== undefined && isMainThread) {
  pass('start');
  // the task has written all its output at this place, and Hadoop waits for its end
  process.once('exit', (exitCode) => exitCode === 0 && pass('end'));
}

/** @param {'start' | 'end'} place */
function pass(place) {
  const name = `${task}.${place}`;
  fs.writeFileSync(path.join(folder, `${name}.new`), JSON.stringify({ pid: process.pid, node: process.env.NM_HOST }));
  fs.renameSync(path.join(folder, `${name}.new`), path.join(folder, name));
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  while (isShut(name)) Atomics.wait(sleeper, 0, 0, LOOK_EVERY_MS);
}

/** @param {string} name */
function isShut(name) {
  const pattern = fs.readFileSync(path.join(folder, 'shut'), 'utf8');
  return pattern !== '' && new RegExp(pattern).test(name);
}
