// jest's runner for all projects, in one order. Most tests keep a core busy. Those of the cloud and on YARN wait for half of
// their time: for a poll of the CDK, for the start of a daemon, for a container. The busy tests run beside them and fill
// that time, at a lower priority, since the others have deadlines of Hadoop's.
const path = require('node:path');
const { EmittingTestRunner, default: TestRunner } = require('jest-runner');
const { longestFirst } = require('./longest-first.cjs');
const { onOneCluster } = require('./on-one-cluster.cjs');

/**
 * The projects whose tests wait: first those of a cloud, then those on YARN, of which the first one runs beside the last ones
 * of the cloud. All others are busy.
 */
const CLOUD = ['cloud', 'schedule'];
const YARN = ['yarn', 'faults', 'stand-ins'];
/** The number of their files at a time. More would only wait for each other on a machine with two cores. */
const WAITING_FILES = 3;
/**
 * The number of busy files at a time beyond one a core, when all tests run: some of them wait too, for an S3, a process or a
 * time limit, and no core is idle then.
 */
const MORE_BUSY_FILES = 1;
/** Tests on YARN that are shorter than this are not printed. */
const SLOW_MS = 1000;

/** The variable in which test/support/step-aside.cjs finds the priority of busy tests. */
const NICENESS = 'TEST_NICENESS';
/** A process of this niceness gets a third of the CPU time that one of the default gets. */
const ASIDE = '5';

module.exports = class Runner extends EmittingTestRunner {
  #listeners = [];

  on(event, listener) {
    this.#listeners.push([event, listener]);
    // jest calls this after the end of all tests
    return () => undefined;
  }

  async runTests(tests, watcher, { serial }) {
    const cloud = longestFirst(tests.filter((test) => CLOUD.includes(projectOf(test))));
    const yarn = longestFirst(tests.filter((test) => YARN.includes(projectOf(test))));
    const busy = longestFirst(tests.filter((test) => !cloud.includes(test) && !yarn.includes(test)));
    const run = (some, how) => this.#run(some, watcher, { serial, files: WAITING_FILES, ...how });
    const runWaiting = async () => {
      const { ended, areFew } = this.#runWatched(cloud, run);
      // in this process files run one after the other
      await (serial ? ended : areFew);
      await Promise.all([ended, onOneCluster(yarn, run, ended)]);
    };
    const isAside = !serial && cloud.length + yarn.length > 0;
    const busyOnes = run(busy, { files: this._globalConfig.maxWorkers + (isAside ? MORE_BUSY_FILES : 0), isAside });
    if (serial) await busyOnes;
    await Promise.all([busyOnes, runWaiting()]);
  }

  /** Runs files. `areFew` settles as soon as fewer of them are left than may run at a time. */
  #runWatched(tests, run) {
    let left = tests.length;
    let ended;
    const areFew = new Promise((resolve) => {
      const look = () => left < WAITING_FILES && resolve();
      const onFileEnd = () => {
        left--;
        look();
      };
      look();
      ended = run(tests, { onFileEnd }).finally(resolve);
    });
    return { ended, areFew };
  }

  /** Runs files with jest's own runner: in this process if `serial`, else so many at a time in processes of their own. */
  async #run(tests, watcher, { serial, files, isAside = false, onFileEnd }) {
    if (tests.length === 0) return;
    const runner = new TestRunner({ ...this._globalConfig, maxWorkers: files }, this._context);
    for (const [event, listener] of this.#listeners) runner.on(event, listener);
    if (onFileEnd) for (const end of ['success', 'failure']) runner.on(`test-file-${end}`, onFileEnd);
    if (YARN.includes(projectOf(tests[0]))) runner.on('test-case-result', ([file, result]) => tell(file, result));
    // the processes start at once, with the environment of this moment
    if (isAside) process.env[NICENESS] = ASIDE;
    const ended = runner.runTests(tests, watcher, { serial });
    delete process.env[NICENESS];
    await ended;
  }
};

function projectOf({ context }) {
  return context.config.displayName.name;
}

/** Prints each test when it ends, because jest itself prints nothing until a whole file is done, which takes minutes. */
function tell(file, { status, fullName, duration }) {
  if (duration === null || duration === undefined || (duration < SLOW_MS && status !== 'failed')) return;
  const name = path.basename(file, '.test.ts');
  process.stderr.write(`${status} in ${(duration / 1000).toFixed(1)} s: ${name}: ${fullName}\n`);
}
