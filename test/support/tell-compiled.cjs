// Loaded into the command of a test (--require): at its end each thread appends to DEDUP_TEST_TOLD whether V8 took the
// compiled code that the thread was given.
const fs = require('node:fs');
const vm = require('node:vm');
const { isMainThread } = require('node:worker_threads');

vm.Script = class extends vm.Script {
  /** @param {string} text @param {import('node:vm').ScriptOptions} options */
  constructor(text, options) {
    super(text, options);
    const { cachedDataRejected: isRejected } = this;
    const told = isRejected === undefined ? 'none' : isRejected ? 'rejected' : 'taken';
    fs.appendFileSync(process.env.DEDUP_TEST_TOLD ?? '', `${isMainThread ? 'program' : 'worker'}: ${told}\n`);
  }
};
