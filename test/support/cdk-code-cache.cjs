// Loaded into the CDK's CLI (--require): takes the compiled form of its only file, 16 MB, from V8's cache, one for each of
// its commands. That file takes most of the CPU time of a command. The code is the same: a cache names the file that it
// belongs to, and V8 itself checks that it fits. The log of its requests costs less, too.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const DIST = path.join(__dirname, '..', '..', 'dist');
const CLI = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'lib', 'index.js');

const prototype = /** @type {any} */ (Module.prototype);
const { _compile: compile } = prototype;
prototype._compile = function (/** @type {string} */ text, /** @type {string} */ filename) {
  if (filename !== CLI) return compile.call(this, text, filename);
  const run = cached(Module.wrap(text), filename);
  return run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, path.dirname(filename));
};

/**
 * The CLI formats each of its requests for a log, also the files that it uploads, as one number a byte, of which the log has
 * only the count. Of Node alone these are 52 million.
 */
Object.assign(Buffer.prototype, {
  /** @this {Buffer} */
  toJSON() {
    /** @type {number[]} */
    const data = [];
    data.length = this.length;
    return { type: 'Buffer', data };
  },
});

/** The value of a script, which is a function. @param {string} text @param {string} filename */
function cached(text, filename) {
  const { mtimeMs, size } = fs.statSync(filename);
  const key = Buffer.from(`${process.version} ${size} ${mtimeMs}\n`);
  const file = path.join(DIST, `.code-cdk-${process.argv[2]}`);
  const cachedData = read(file, key);
  const script = new vm.Script(text, {
    filename,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    // at the end the functions of this command are compiled, which the cache then has too
    process.once('exit', (code) => code === 0 && write(file, [key, script.createCachedData()]));
  }
  return script.runInThisContext();
}

/** @param {string} file @param {Buffer} key */
function read(file, key) {
  try {
    const bytes = fs.readFileSync(file);
    return bytes.subarray(0, key.length).equals(key) ? bytes.subarray(key.length) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file @param {readonly Buffer[]} pieces */
function write(file, pieces) {
  fs.writeFileSync(`${file}.${process.pid}`, Buffer.concat(pieces));
  fs.renameSync(`${file}.${process.pid}`, file);
}
