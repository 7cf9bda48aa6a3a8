// Runs the tests on YARN, which share one cluster.
const { startYarn, Missing } = require('./start-yarn.cjs');

/** The variable in which test/support/yarn.ts finds the cluster: the result of its start as JSON. */
const VARIABLE = 'DEDUP_TEST_YARN';
/** Tests that count the containers of all nodes. */
const ALONE = /containers\.test\.ts$/;

/**
 * @template {{ path: string }} Test
 * @param {readonly Test[]} tests
 * @param {(tests: readonly Test[], how?: { files: number }) => Promise<void>} run runs these files, so many at a time
 * @param {Promise<void>} earlier settles when other files have left the machine to more than one of these
 */
async function onOneCluster(tests, run, earlier) {
  if (tests.length === 0) return;
  const cluster = await startYarn().catch((error) => error);
  process.env[VARIABLE] = JSON.stringify(whatCameOf(cluster));
  try {
    await run(
      tests.filter(({ path }) => ALONE.test(path)),
      { files: 1 },
    );
    await earlier;
    await run(tests.filter(({ path }) => !ALONE.test(path)));
  } finally {
    delete process.env[VARIABLE];
    await cluster.stop?.();
  }
}

function whatCameOf(cluster) {
  if (cluster instanceof Missing) return { missing: cluster.message };
  // If the cluster cannot start, the tests themselves report it.
  if (cluster instanceof Error) return { failed: cluster.message };
  return { cluster };
}

module.exports = { onOneCluster };
