// Loaded into a driver (NODE_OPTIONS=--require): stops it for good just before a file gets or loses its name, so that a
// test can kill it at a known place of a publication. DEDUP_TEST_STOP_AT is a pattern of `rename <new name>`,
// `link <new name>` or `unlink <name>`, DEDUP_TEST_STOPPED a file that then appears.
const fs = require('node:fs');
const promises = require('node:fs/promises');

const { DEDUP_TEST_STOP_AT: pattern = '', DEDUP_TEST_STOPPED: stopped = '' } = process.env;
const { link, rename, unlink } = promises;

promises.rename = (from, to) => {
  stopAt(`rename ${to}`);
  return rename(from, to);
};
promises.link = (from, to) => {
  stopAt(`link ${to}`);
  return link(from, to);
};
promises.unlink = (name) => {
  stopAt(`unlink ${name}`);
  return unlink(name);
};

/** @param {string} step */
function stopAt(step) {
  if (!new RegExp(pattern).test(step)) return;
  fs.writeFileSync(stopped, '');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
