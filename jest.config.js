const STEP_ASIDE = '<rootDir>/test/support/step-aside.cjs';

/**
 * Built-in objects that modules get as parameters. jest looks a global up through an interceptor, which takes some 0.2 µs
 * each time, and some tests do so many millions of times. No module may declare one of these names at its top level.
 */
const BUILT_IN = ['Array', 'BigInt', 'Buffer', 'JSON', 'Math', 'Number', 'Object', 'String', 'Uint8Array'];

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  transform: {
    '\\.ts$': ['<rootDir>/test/support/typescript-transform.js', { jsc: { target: 'es2023' } }],
    '\\.(wasm|txt)$': '<rootDir>/test/support/content-transform.js',
  },
  runner: '<rootDir>/test/support/runner.cjs',
  setupFiles: [STEP_ASIDE],
  sandboxInjectedGlobals: BUILT_IN,
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'wasm', 'txt'],
  ...more,
});

const S3_TESTS = '\\.s3\\.test\\.ts$';
const SYNTH_TESTS = '\\.synth\\.test\\.ts$';
/**
 * Tests with lost nodes and with an S3 that fails, which wait minutes until Hadoop has noticed, and a test of many jobs.
 */
const LONG_TESTS = '/(node-faults|s3-faults|random-files)\\.test\\.ts$';

/** Tests of a deployment with every setting on, of runs that are ended early, and of a week of nights. */
const SCHEDULE_TESTS = '/(schedule|nights)\\.test\\.ts$';

/**
 * The drills of publications on another S3 than that of all other tests, with a fault at each request. They take long,
 * and Go to build that S3.
 */
const OTHER_S3_TESTS = '\\.versitygw\\.test\\.ts$';

/** Tests that kill or pause publications, or that try random inputs. As drills they do so more often. */
const DRILLS = [
  '<rootDir>/test/job/publication/{paused,publish}.test.ts',
  '<rootDir>/test/job/run/{change-logs,json}.test.ts',
  '<rootDir>/test/job/runner/yarn/tasks.test.ts',
  '<rootDir>/test/program/faults.test.ts',
];

/** All fixtures in S3, of which the project s3 has some. */
const FIXTURES_IN_S3 = '<rootDir>/test/program/s3-fixtures.s3.test.ts';

/** Starts an S3, once for all projects. */
const S3 = {
  globalSetup: '<rootDir>/test/support/s3-setup.ts',
  globalTeardown: '<rootDir>/test/support/s3-teardown.ts',
};

/** Starts that other S3, for a project that runs alone. */
const OTHER_S3 = {
  globalSetup: '<rootDir>/test/support/versitygw-setup.ts',
  globalTeardown: '<rootDir>/test/support/versitygw-teardown.ts',
};

/** Installs engines that read tables, and starts that first S3, which has a catalog of tables too. */
const ENGINES = {
  globalSetup: '<rootDir>/test/support/engines-setup.ts',
  globalTeardown: '<rootDir>/test/support/s3-teardown.ts',
};

/** Installs what the stand-in for AWS needs; each file of tests starts a stand-in of its own. */
const CLOUD = { globalSetup: '<rootDir>/test/support/cloud-setup.ts' };

/**
 * The projects of `npm test`: unit has the sources, in this process. synth has the stacks, as templates, with the CDK
 * outside of the sandboxes. program has the built command, in processes beside this one. s3 has both the sources
 * and the command, with an S3. yarn runs on Hadoop's YARN, some of it with an S3. cloud runs on a stand-in for AWS.
 *
 * The project of `npm run stand-ins`: stand-ins tests the foundations of the other tests, which are their YARN, their
 * AWS, and the way in which they are skipped.
 *
 * The projects of `npm run faults`, which take longest: drills has the publications of the unit tests, killed or paused
 * at every step, more random inputs, and more runs of the program that are killed. faults runs on YARN, and all fixtures
 * in S3, versitygw on another S3, schedule in the cloud. engines has outputs as tables, which real engines read.
 */
module.exports = {
  projects: [
    project('unit', ['<rootDir>/test/{job,lib}/**/*.test.ts'], {
      testPathIgnorePatterns: [S3_TESTS, OTHER_S3_TESTS, SYNTH_TESTS],
      globals: { IS_DRILL: false },
    }),
    project('drills', DRILLS, { globals: { IS_DRILL: true } }),
    project('synth', ['<rootDir>/test/lib/**/*.synth.test.ts'], {
      runtime: '<rootDir>/test/support/cdk-runtime.cjs',
      setupFiles: [STEP_ASIDE, '<rootDir>/test/support/without-rules.cjs'],
      // the CDK gains nothing from them, and any of its many modules may declare one
      sandboxInjectedGlobals: [],
    }),
    project('program', ['<rootDir>/test/program/**/*.test.ts'], {
      testPathIgnorePatterns: [S3_TESTS],
      globals: { IS_DRILL: false },
    }),
    project('s3', ['<rootDir>/test/**/*.s3.test.ts'], { ...S3, globals: { IS_DRILL: false } }),
    project('yarn', ['<rootDir>/test/yarn/**/*.test.ts'], { ...S3, testPathIgnorePatterns: [LONG_TESTS] }),
    project('faults', ['<rootDir>/test/yarn/{node-faults,s3-faults,random-files}.test.ts', FIXTURES_IN_S3], {
      ...S3,
      globals: { IS_DRILL: true },
    }),
    project('cloud', ['<rootDir>/test/cloud/**/*.test.ts'], { ...CLOUD, testPathIgnorePatterns: [SCHEDULE_TESTS] }),
    project('stand-ins', ['<rootDir>/test/stand-ins/**/*.test.ts'], CLOUD),
    project('versitygw', ['<rootDir>/test/**/*.versitygw.test.ts'], OTHER_S3),
    project('engines', ['<rootDir>/test/engines/**/*.test.ts'], {
      ...ENGINES,
      setupFiles: [STEP_ASIDE, '<rootDir>/test/support/without-rules.cjs'],
      // the CDK gains nothing from them, and any of its many modules may declare one
      sandboxInjectedGlobals: [],
    }),
    project('schedule', ['<rootDir>/test/cloud/{schedule,nights}.test.ts'], CLOUD),
  ],
  // for a very busy machine; it only ends tests that hang
  testTimeout: 300_000,
  // jest's own half a second is too short for a process that ends on such a machine
  workerGracefulExitTimeout: 30_000,
  // by default jest leaves one core to a watcher, which is half of a machine of two
  maxWorkers: '100%',
};
