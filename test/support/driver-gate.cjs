// Loaded into a driver (NODE_OPTIONS=--require): stops it just before a file gets or loses its name, so that a test can
// copy what is there at known places of a publication, and kill it at the last. DEDUP_TEST_STOP_AT is a JSON list, in
// order, of patterns of `rename <new name>`, `link <new name>` or `unlink <name>`. In the folder DEDUP_TEST_STOPS a file
// `<index>.stopped` then appears, and the test makes `<index>.go`.
const fs = require('node:fs');
const promises = require('node:fs/promises');
const path = require('node:path');

const LOOK_EVERY_MS = 20;
const { DEDUP_TEST_STOP_AT: patterns = '[]', DEDUP_TEST_STOPS: folder = '' } = process.env;
/** @type {readonly string[]} */
const places = JSON.parse(patterns);
let next = 0;
const { linkSync, renameSync } = fs;
const { unlink } = promises;

fs.renameSync = (from, to) => {
  stopAt(`rename ${named(to)}`);
  renameSync(from, to);
};
fs.linkSync = (from, to) => {
  stopAt(`link ${named(to)}`);
  linkSync(from, to);
};
promises.unlink = (name) => {
  stopAt(`unlink ${named(name)}`);
  return unlink(name);
};

/** The full name of a path that is relative to the handle of a folder. @param {fs.PathLike} path */
function named(path) {
  return String(path).replace(/^\/proc\/self\/fd\/\d+/, (held) => fs.readlinkSync(held));
}

/** @param {string} step */
function stopAt(step) {
  const place = places[next];
  if (place === undefined || !new RegExp(place).test(step)) return;
  fs.writeFileSync(path.join(folder, `${next}.stopped`), '');
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  while (!fs.existsSync(path.join(folder, `${next}.go`))) Atomics.wait(sleeper, 0, 0, LOOK_EVERY_MS);
  next++;
}
