// jest's runner of the tests on YARN: one cluster for all of their files, one file after the other, and no cluster
// beside the other tests, whose time it would take.
const { default: TestRunner } = require('jest-runner');
const { startYarn, Missing } = require('./start-yarn.cjs');

/** Where test/support/yarn.ts looks for the cluster: JSON of what came of its start. */
const VARIABLE = 'DEDUP_TEST_YARN';

module.exports = class YarnRunner extends TestRunner {
  isSerial = true;

  async runTests(...args) {
    const cluster = await startYarn().catch((error) => error);
    process.env[VARIABLE] = JSON.stringify(whatCameOf(cluster));
    try {
      return await super.runTests(...args);
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
