// Loaded into the Node of every task of a test's job (yarn-job.ts): says where the task is, and stops it there as long as
// the test wants. So a test can kill, lose or hang a task at a known place, and the product knows nothing of it.
const fs = require('node:fs');
const path = require('node:path');

const LOOK_EVERY_MS = 20;
const folder = process.env.DEDUP_TEST_GATES ?? '';
const [, task] = /_([mr]_\d+_\d+)$/.exec(process.env.mapreduce_task_attempt_id ?? '') ?? [];

if (task !== undefined) {
  pass('start');
  // all that the task has to say is said then, and Hadoop waits for its end
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
