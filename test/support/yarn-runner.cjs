// jest's runner of the tests on YARN: one cluster for all of their files, some of which run at a time, since a job mostly
// waits; and no cluster beside the other tests, whose time it would take. Tests that count containers run alone.
const path = require('node:path');
const { default: TestRunner } = require('jest-runner');
const { startYarn, Missing } = require('./start-yarn.cjs');

/** Where test/support/yarn.ts looks for the cluster: JSON of what came of its start. */
const VARIABLE = 'DEDUP_TEST_YARN';
/** More would only wait for each other, on the two cores of a small machine. */
const FILES_AT_A_TIME = 3;
const ALONE = /containers\.test\.ts$/;
const LONGEST = /(node-faults|task-faults|settings|driver-faults|yarn-cluster)\.test\.ts$/;
/** Shorter tests are not worth a line. */
const SLOW_MS = 1000;

module.exports = class YarnRunner extends TestRunner {
  constructor(globalConfig, ...rest) {
    super({ ...globalConfig, maxWorkers: FILES_AT_A_TIME }, ...rest);
    this.on('test-case-result', ([file, result]) => tell(file, result));
  }

  async runTests(tests, watcher) {
    const cluster = await startYarn().catch((error) => error);
    process.env[VARIABLE] = JSON.stringify(whatCameOf(cluster));
    try {
      const alone = tests.filter((test) => ALONE.test(test.path));
      const others = tests.filter((test) => !ALONE.test(test.path));
      if (alone.length > 0) await super.runTests(alone, watcher, { serial: true });
      // jest's own choice is for tests that keep a core busy
      if (others.length > 0) await super.runTests(longestFirst(others), watcher, { serial: others.length === 1 });
    } finally {
      delete process.env[VARIABLE];
      await cluster.stop?.();
    }
  }
};

function whatCameOf(cluster) {
  if (cluster instanceof Missing) return { missing: cluster.message };
  // That no test can run is what the tests are to say.
  if (cluster instanceof Error) return { failed: cluster.message };
  return { cluster };
}

/** Those that wait longest come first, so that none of them is at work alone in the end. */
function longestFirst(tests) {
  const waits = ({ path: file }) => Number(LONGEST.test(file));
  return [...tests].sort((a, b) => waits(b) - waits(a));
}

/** Jest itself says nothing of a file until all of it is done, which takes minutes. */
function tell(file, { status, fullName, duration }) {
  if (duration === null || duration === undefined || (duration < SLOW_MS && status !== 'failed')) return;
  const name = path.basename(file, '.test.ts');
  process.stderr.write(`${status} in ${(duration / 1000).toFixed(1)} s: ${name}: ${fullName}\n`);
}
