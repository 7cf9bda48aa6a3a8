// node resident.cjs PROGRAM: runs command lines of a built program one after the other, for resident.ts. Each run evaluates
// the whole program anew, so it has no state of an earlier run, and it finds a process and a console of its own. The start of
// Node and the compilation of the program, which take most of the time of a short run, happen once.
const { Console } = require('node:console');
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { Writable } = require('node:stream');
const vm = require('node:vm');

const [filename = ''] = process.argv.slice(2);
const program = new vm.Script(`(function (process, console) {return ${programIn(filename)}\n})`, {
  filename,
}).runInThisContext();

/** What the program compiles as it runs: the AWS SDK, which it keeps as a text, and the kernel. Both have no state. */
const functions = new Map();
const { compileFunction } = vm;
vm.compileFunction = (code, ...rest) => {
  const known = functions.get(code);
  if (known !== undefined) return known;
  const compiled = compileFunction(code, ...rest);
  functions.set(code, compiled);
  return compiled;
};
const modules = new Map();
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(target, [bytes]) {
    const key = Buffer.from(bytes).toString('base64');
    const known = modules.get(key) ?? new target(bytes);
    modules.set(key, known);
    return known;
  },
});

/** The environment between the runs. */
const environment = { ...process.env };

process.on('message', (/** @type {{ args: string[], cwd: string, env: Record<string, string | null> }} */ request) => {
  const { args, cwd, env } = request;
  process.chdir(cwd);
  surroundBy(env);
  const said = { stdout: '', stderr: '' };
  const stream = (/** @type {'stdout' | 'stderr'} */ name) =>
    new Writable({
      write(/** @type {Buffer} */ bytes, _encoding, done) {
        said[name] += bytes.toString('latin1');
        done();
      },
    });
  const stdout = stream('stdout');
  const stderr = stream('stderr');
  const own = Object.create(process, {
    argv: { value: [process.argv[0], filename, ...args] },
    stdout: { value: stdout },
    stderr: { value: stderr },
    exit: { value: (/** @type {number} */ exitCode) => setImmediate(() => end(exitCode, said)) },
  });
  const module = new Module(filename);
  const console = new Console(stdout, stderr);
  program(own, console)(module.exports, Module.createRequire(filename), module, filename);
});

/** The function of which the program consists (buildCommandProgram in bin/build/command.mjs). @param {string} file */
function programIn(file) {
  const [, text] =
    /^#![^\n]*\n(.*?)\n\(exports,require,module,__filename\);\n/s.exec(readFileSync(file, 'latin1')) ?? [];
  if (text === undefined) throw new Error(`'${file}' has no program`);
  return text;
}

/** @param {number} exitCode @param {{ stdout: string, stderr: string }} said */
function end(exitCode, said) {
  surroundBy({});
  process.send?.({ exitCode, signal: null, ...said });
}

/**
 * Changes the environment itself, because Node and the AWS SDK read it too.
 * @param {Record<string, string | null>} changes null for a variable that a run does not have
 */
function surroundBy(changes) {
  const wanted = Object.entries({ ...environment, ...changes }).filter(([, value]) => value !== null);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, Object.fromEntries(wanted));
}
