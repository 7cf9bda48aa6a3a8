// Starts the clusters of the tests, each by a launcher (test/yarn/launch.mjs) in a process of its own. jest's runner uses
// this file too, and is not compiled.
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const LAUNCHER = join(__dirname, '..', 'yarn', 'launch.mjs');

/** The exit code of the launcher on a machine that lacks a requirement of a cluster. */
const MISSING = 69;

/** The error on a machine that lacks a requirement. Its message names the requirement. */
class Missing extends Error {}

/** @param {readonly string[]} args the arguments of the launcher */
async function startYarn(args = []) {
  const child = spawn(process.execPath, [LAUNCHER, '--json', ...args], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
    if (!text.startsWith('yarn: ')) process.stderr.write(text);
  });
  child.stdin.on('error', () => undefined);
  const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await replies.next();
  if (first.done) {
    const [exitCode] = await ended;
    const message = errors.trim().replace(/^yarn: /m, '');
    throw exitCode === MISSING ? new Missing(message) : new Error(message);
  }
  return {
    ...JSON.parse(first.value),
    launcherPid: child.pid,
    /** Carries out `start NODE` or `lose NODE`, and returns the cluster's new description. */
    async tell(command) {
      child.stdin.write(`${command}\n`);
      const { problem, ...description } = JSON.parse((await replies.next()).value);
      if (problem !== undefined) throw new Error(problem);
      return description;
    },
    /** Settles when the launcher has ended, with its exit code, signal and output. */
    ended: ended.then(([exitCode, signal]) => ({ exitCode, signal, stderr: errors })),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

module.exports = { startYarn, Missing };
