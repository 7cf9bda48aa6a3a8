// The order of test files: the longest first, which keeps a long one from running alone at the end. jest itself starts
// large files first where it knows no durations, as in a fresh clone, and some of the longest are of a few lines.

/** In this order. */
const LONGEST = [
  /cloud.(lifecycle|pipeline|failures|schedule)\.test/,
  /yarn.(node-faults|task-faults|few-records)\.test/,
  /yarn.(driver-faults|settings|merge)\.test|stand-ins.yarn-cluster\.test/,
  /publication.(paused|publish)\.s3\.test|program.s3\.s3\.test/,
  /store.s3.(object-source|store)\.s3\.test|program.synth\.test/,
  /program.(report|codecs|faults|s3-fixtures\.s3)\.test/,
  /publication.(paused|publish)\.test/,
  /nag\.synth\.test|program.(signals|sizes|inputs)\.test/,
  /job.(run.(change-logs|json)|kernel.record|runner.yarn.tasks|publication.journal)\.test/,
  /program.(package|bundle|yarn-tasks|merge|output|bad-records)\.test/,
];

/** @param {readonly { path: string }[]} tests */
function longestFirst(tests) {
  return [...tests].sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ path }) {
  const place = LONGEST.findIndex((name) => name.test(path));
  return place === -1 ? LONGEST.length : place;
}

module.exports = { longestFirst };
