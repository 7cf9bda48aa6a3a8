// jest's runner for the tests on YARN. All test files share one cluster, and several of them run at a time, because a job
// mostly waits. No other tests run beside the cluster, which would slow them down. Tests that count containers run alone.
const path = require('node:path');
const { default: TestRunner } = require('jest-runner');
const { startYarn, Missing } = require('./start-yarn.cjs');

/** The variable in which test/support/yarn.ts finds the cluster: the result of its start as JSON. */
const VARIABLE = 'DEDUP_TEST_YARN';
/** The number of test files at a time. More would only wait for each other on a machine with two cores. */
const FILES_AT_A_TIME = 3;
const ALONE = /containers\.test\.ts$/;
const LONGEST = /(node-faults|task-faults|settings|driver-faults|yarn-cluster)\.test\.ts$/;
/** Tests that are shorter than this are not printed. */
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
      // jest's own default is meant for tests that keep a core busy
      if (others.length > 0) await super.runTests(longestFirst(others), watcher, { serial: others.length === 1 });
    } finally {
      delete process.env[VARIABLE];
      await cluster.stop?.();
    }
  }
};

function whatCameOf(cluster) {
  if (cluster instanceof Missing) return { missing: cluster.message };
  // If the cluster cannot start, the tests themselves report it.
  if (cluster instanceof Error) return { failed: cluster.message };
  return { cluster };
}

/** The longest test files come first, which keeps a long one from running alone at the end. */
function longestFirst(tests) {
  const waits = ({ path: file }) => Number(LONGEST.test(file));
  return [...tests].sort((a, b) => waits(b) - waits(a));
}

/** Prints each test when it ends, because jest itself prints nothing until a whole file is done, which takes minutes. */
function tell(file, { status, fullName, duration }) {
  if (duration === null || duration === undefined || (duration < SLOW_MS && status !== 'failed')) return;
  const name = path.basename(file, '.test.ts');
  process.stderr.write(`${status} in ${(duration / 1000).toFixed(1)} s: ${name}: ${fullName}\n`);
}
