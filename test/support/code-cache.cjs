// Loaded into the command of a test (NODE_OPTIONS=--require): dist/job.js takes the compiled form of its own code from V8's
// cache, and so does each program that compiles the AWS SDK. This saves a quarter of the CPU time of a short run, and the
// tests start more than a thousand. dist/dedup.js has a cache of its own. The code is the same: a cache names the build that
// it belongs to (command.ts), and V8 itself checks that it fits.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const { isMainThread } = require('node:worker_threads');

const { DEDUP_TEST_CODE_OF: program = '', DEDUP_TEST_CODE_KEY: key = '' } = process.env;
for (const name of ['DEDUP_TEST_CODE_OF', 'DEDUP_TEST_CODE_KEY', 'NODE_OPTIONS']) delete process.env[name];

const hasOwnCache = path.basename(program) === 'dedup.js';

if (isMainThread && program !== '') {
  const prototype = /** @type {any} */ (Module.prototype);
  const { _compile: compile } = prototype;
  prototype._compile = function (/** @type {string} */ text, /** @type {string} */ filename) {
    if (hasOwnCache || filename !== program) return compile.call(this, text, filename);
    const run = cached(Module.wrap(text.replace(/^#!.*/, '')), filename);
    return run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, path.dirname(filename));
  };
  // the bundle keeps the AWS SDK as a text, which it compiles when it needs it
  vm.compileFunction = (text, names = [], { filename = '' } = {}) =>
    cached(`(function (${names.join(', ')}) {${text}\n})`, filename);
}

/** The value of a script, which is a function. @param {string} text @param {string} filename */
function cached(text, filename) {
  const file = path.join(path.dirname(program), `.code-${path.basename(program)}-${path.basename(filename)}`);
  const cachedData = read(file);
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new vm.Script(text, { filename, cachedData, importModuleDynamically });
  if (cachedData === undefined) {
    // at the end of a run its functions are compiled, which the cache then has too; other commands use less of the code
    process.once('exit', (code) => {
      if (code === 0 && ['run', 'map'].includes(process.argv[2] ?? '')) write(file, script.createCachedData());
    });
  }
  return script.runInThisContext();
}

/** @param {string} file */
function read(file) {
  try {
    const bytes = fs.readFileSync(file);
    const end = bytes.indexOf('\n');
    return bytes.toString('latin1', 0, end) === key ? bytes.subarray(end + 1) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file @param {Buffer} data */
function write(file, data) {
  fs.writeFileSync(`${file}.${process.pid}`, Buffer.concat([Buffer.from(`${key}\n`), data]));
  fs.renameSync(`${file}.${process.pid}`, file);
}
