// Loaded into a driver (NODE_OPTIONS=--require): stops it for good just before a file gets its name, so that a test can
// kill it at a known place of a publication. DEDUP_TEST_STOP_AT is a pattern of that name, DEDUP_TEST_STOPPED a file that
// then appears.
const fs = require('node:fs');
const promises = require('node:fs/promises');

const { DEDUP_TEST_STOP_AT: pattern = '', DEDUP_TEST_STOPPED: stopped = '' } = process.env;
const rename = promises.rename;

promises.rename = (from, to) => {
  if (!new RegExp(pattern).test(String(to))) return rename(from, to);
  fs.writeFileSync(stopped, '');
  return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
