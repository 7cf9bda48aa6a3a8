const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023' } }],
    '\\.(wasm|txt)$': '<rootDir>/test/support/content-transform.js',
  },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'wasm', 'txt'],
  ...more,
});

const S3_TESTS = '\\.s3\\.test\\.ts$';
const SYNTH_TESTS = '\\.synth\\.test\\.ts$';
/** Lost nodes, and an S3 that fails: minutes of waiting until Hadoop has noticed. */
const LONG_TESTS = '/(node|s3)-faults\\.test\\.ts$';

/** A deployment with every setting on, and four runs of it, of which three are ended. */
const SCHEDULE_TESTS = '/schedule\\.test\\.ts$';

/** The drills of publications on another S3 than all others use, at each request: it takes long, and Go to build it. */
const OTHER_S3_TESTS = '\\.versitygw\\.test\\.ts$';

/** Starts an S3, once for all projects. */
const S3 = {
  globalSetup: '<rootDir>/test/support/s3-setup.ts',
  globalTeardown: '<rootDir>/test/support/s3-teardown.ts',
};

/** Another one, for a project that runs alone. */
const OTHER_S3 = {
  globalSetup: '<rootDir>/test/support/versitygw-setup.ts',
  globalTeardown: '<rootDir>/test/support/versitygw-teardown.ts',
};

const YARN = { runner: '<rootDir>/test/support/yarn-runner.cjs', ...S3 };

/** Installs what the stand-in for AWS needs; each file of tests starts its own. */
const CLOUD_SETUP = { globalSetup: '<rootDir>/test/support/cloud-setup.ts' };

const CLOUD = { runner: '<rootDir>/test/support/cloud-runner.cjs', ...CLOUD_SETUP };

/** A cluster like that of the tests on YARN, and what the stand-in for AWS needs. */
const STAND_INS = { runner: YARN.runner, ...CLOUD_SETUP };

/**
 * unit: the sources, in this process. synth: the stacks, as templates; loading the CDK takes each file seconds. program:
 * the built command, in processes of its own. s3: both, with an S3. yarn: on Hadoop's YARN, some with an S3. cloud: on a
 * stand-in for AWS. These are `npm test`. stand-ins: what the other tests stand on, their YARN, their AWS and how they
 * skip; `npm run stand-ins` runs them. drills: publications of the unit tests that are killed or paused, at every step.
 * faults, versitygw, schedule: on YARN, on another S3 and in the cloud, those that take longest; `npm run faults` runs
 * these four.
 */
module.exports = {
  projects: [
    project('unit', ['<rootDir>/test/{job,lib}/**/*.test.ts'], {
      testPathIgnorePatterns: [S3_TESTS, OTHER_S3_TESTS, SYNTH_TESTS],
      globals: { IS_DRILL: false },
    }),
    project('drills', ['<rootDir>/test/job/publication/{paused,publish}.test.ts'], { globals: { IS_DRILL: true } }),
    project('synth', ['<rootDir>/test/lib/**/*.synth.test.ts']),
    project('program', ['<rootDir>/test/program/**/*.test.ts'], { testPathIgnorePatterns: [S3_TESTS] }),
    project('s3', ['<rootDir>/test/**/*.s3.test.ts'], S3),
    project('yarn', ['<rootDir>/test/yarn/**/*.test.ts'], { ...YARN, testPathIgnorePatterns: [LONG_TESTS] }),
    project('faults', ['<rootDir>/test/yarn/{node,s3}-faults.test.ts'], YARN),
    project('cloud', ['<rootDir>/test/cloud/**/*.test.ts'], { ...CLOUD, testPathIgnorePatterns: [SCHEDULE_TESTS] }),
    project('stand-ins', ['<rootDir>/test/stand-ins/**/*.test.ts'], STAND_INS),
    project('versitygw', ['<rootDir>/test/**/*.versitygw.test.ts'], OTHER_S3),
    project('schedule', ['<rootDir>/test/cloud/schedule.test.ts'], CLOUD),
  ],
  testTimeout: 120_000,
  // by default jest leaves one core to a watcher; of two that is half of the machine
  maxWorkers: '100%',
};
