// jest's runner for the tests that need neither a cluster nor a cloud. It starts the longest test files first, which keeps
// a long one from running alone at the end. jest itself starts large files first where it knows no durations, as in a fresh
// clone, and some of the longest are of a few lines.
const { default: TestRunner } = require('jest-runner');

/** In this order. */
const LONGEST = [
  /publication.(paused|publish)\.s3\.test/,
  /program.(s3-fixtures\.s3|faults|inputs)\.test/,
  /publication.(paused|publish)\.test/,
  /program.(synth|sizes|output|bad-records|merge|s3\.s3)\.test/,
  /nag\.synth\.test/,
  /(record|tasks|plan)\.test/,
];

module.exports = class LongestFirst extends TestRunner {
  runTests(tests, watcher, options) {
    return super.runTests(
      [...tests].sort((a, b) => placeOf(a) - placeOf(b)),
      watcher,
      options,
    );
  }
};

function placeOf({ path }) {
  const place = LONGEST.findIndex((name) => name.test(path));
  return place === -1 ? LONGEST.length : place;
}
