/** Runs the command in a terminal of its own, which `script` of util-linux makes, and tests the text it shows. */

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { DEDUP } from '../support/command';
import { namesBelow, temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';

const CTRL_C = '\x03';
const HIDE_CURSOR = '\x1b[?25l';
const RED = '\x1b[31m';
const YELLOW = '\x1b[33m';
const PLAIN = '\x1b[39m';
const SHOW_CURSOR = '\x1b[?25h';
/** The number of lines that keep a run busy for a while. */
const LINES = 400_000;

const started: ChildProcessWithoutNullStreams[] = [];

afterEach(() => {
  for (const terminal of started.splice(0)) terminal.kill('SIGKILL');
});

const isThere = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
if (!isThere) process.stderr.write('SKIPPED the progress on a terminal: there is no script of util-linux\n');
const inTerminal = isThere ? test : test.skip;

interface Shown {
  readonly terminal: ChildProcessWithoutNullStreams;
  shown(): string;
}

/** Starts a run in a terminal. `shown` returns the text that the terminal has shown until then. */
function run(home: string, input = 'in', more: NodeJS.ProcessEnv = {}): Shown {
  const command = [process.execPath, DEDUP, 'run', input, '--output', 'out', '--threads', '1'].join(' ');
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: home,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DEBUG: '',
      TERM: 'xterm',
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      // Node takes the terminal of an unknown CI for one without colours
      CI: undefined,
      ...more,
    },
  });
  started.push(terminal);
  let shown = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  return { terminal, shown: () => shown };
}

function folder(): string {
  const lines = Array.from({ length: LINES }, (_, i) => `movie ${i % 1000}^user ${i}^1^${i}\n`).join('');
  return temporaryFolder({ 'in/a': lines });
}

inTerminal('a terminal shows the progress of the run, then its summary', async () => {
  const home = folder();
  const { terminal, shown } = run(home);
  expect(await once(terminal, 'close')).toEqual([0, null]);
  expect(shown()).toMatch(/map {4}█*░+ \d+% \| [\d,]+ lines\/s \| \S+ left/);
  expect(shown().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shown().lastIndexOf(HIDE_CURSOR));
  const summary = shown().slice(shown().lastIndexOf(SHOW_CURSOR));
  expect(summary).toContain('400,000');
  expect(summary).not.toContain('lines/s |');
  expect(readOutput(join(home, 'out')).summary.counts.kept).toBe(LINES);
});

inTerminal('Ctrl-C ends the run and shows the cursor again', async () => {
  const home = folder();
  const { terminal, shown } = run(home);
  while (!shown().includes(HIDE_CURSOR) && terminal.exitCode === null) await immediate();
  terminal.stdin.write(CTRL_C);
  expect(await once(terminal, 'close')).toEqual([130, null]);
  expect(shown().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shown().lastIndexOf(HIDE_CURSOR));
  expect(shown()).toContain(`${RED}dedup:${PLAIN} interrupted by SIGINT; nothing was changed`);
  expect(namesBelow(home)).toEqual(['in', 'in/a']);
});

inTerminal('the first word of an error and of a warning is coloured on a terminal', async () => {
  const home = temporaryFolder({ 'in/a': '"heat"^ann^1^1\n' });
  const warned = run(home);
  expect(await once(warned.terminal, 'close')).toEqual([0, null]);
  expect(warned.shown()).toContain(`dedup: ${YELLOW}warning:${PLAIN} some fields begin with a double quote`);
  const failed = run(home, 'no-such-input');
  expect(await once(failed.terminal, 'close')).toEqual([66, null]);
  expect(failed.shown()).toBe(`${RED}dedup:${PLAIN} no such input: 'no-such-input'\r\n`);
});

inTerminal('NO_COLOR switches colours off on a terminal', async () => {
  const { terminal, shown } = run(temporaryFolder(), 'no-such-input', { NO_COLOR: '1' });
  expect(await once(terminal, 'close')).toEqual([66, null]);
  expect(shown()).toBe("dedup: no such input: 'no-such-input'\r\n");
});
