// jest's runner for the tests of the cloud. It runs three test files at a time and no other tests beside them. Each file
// has a stand-in of its own and waits most of the time.
const { default: TestRunner } = require('jest-runner');

const FILES_AT_A_TIME = 3;
const LONGEST = /(lifecycle|schedule|pipeline|failures)\.test\.ts$/;

module.exports = class CloudRunner extends TestRunner {
  constructor(globalConfig, ...rest) {
    super({ ...globalConfig, maxWorkers: FILES_AT_A_TIME }, ...rest);
  }

  runTests(tests, watcher, options) {
    const longestFirst = [...tests].sort((a, b) => Number(LONGEST.test(b.path)) - Number(LONGEST.test(a.path)));
    return super.runTests(longestFirst, watcher, options);
  }
};
