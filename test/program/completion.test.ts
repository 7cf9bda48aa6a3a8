/** Runs the scripts of `dedup completion` in the shells that this machine has. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { dedup } from '../support/command';
import { temporaryFolder } from '../support/folder';
import { commandNames, helpOf } from '../support/help';
import { dedupResident } from '../support/resident';

/** Each script is printed once. */
const printed = new Map<string, Promise<string>>();

function script(shell: string): Promise<string> {
  const text = printed.get(shell) ?? dedupResident(['completion', shell]).then(({ stdout }) => stdout);
  printed.set(shell, text);
  return text;
}

/** The completions that bash offers for the last of these words, in a folder that holds `latest/` and `ratings/`. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const home = temporaryFolder({ 'latest/_SUCCESS': '', 'ratings/a': '', 'two words': '' });
  const program = `set -u
source /dev/stdin <<<"$COMPLETION"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMPREPLY=()
"$(complete -p dedup | sed 's/.*-F \\([^ ]*\\) .*/\\1/')"
printf '%s\\n' "\${COMPREPLY[@]+"\${COMPREPLY[@]}"}"`;
  const env = { PATH: process.env.PATH, COMPLETION: await script('bash') };
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', program, 'bash', ...words], {
    cwd: home,
    env,
    encoding: 'utf8',
  });
  // `compopt` fails outside of interactive line editing
  expect(stderr.replaceAll(/.*compopt: not currently executing completion function\n/g, '')).toBe('');
  expect(status).toBe(0);
  return stdout.split('\n').filter((word) => word !== '');
}

test.each<[string, readonly string[], readonly string[]]>([
  ['a command', ['dedup', 'ru'], ['run']],
  ['an option', ['dedup', 'run', '--bad'], ['--bad-records']],
  ['an option of another command alone', ['dedup', 'plan', '--bad'], []],
  ['a value', ['dedup', 'run', '--bad-records', ''], ['fail', 'drop', 'keep']],
  ['a value that is begun', ['dedup', 'yarn', '--speculative', 'of'], ['off']],
  ['a value after =', ['dedup', 'run', '--compress', '='], ['none', 'gzip', 'zstd']],
  ['a value that is begun after =', ['dedup', 'run', 'in', '--header-names', '=', 'i'], ['ignore']],
  ['a folder', ['dedup', 'run', 'ratings', '--output', 'la'], ['latest']],
  ['an input', ['dedup', 'run', '--header', 'ra'], ['ratings']],
  ['a name with a blank', ['dedup', 'run', 'tw'], ['two words']],
  ['a value of any kind', ['dedup', 'run', '--key', ''], []],
  ['a shell', ['dedup', 'completion', ''], ['bash', 'zsh', 'fish']],
])('bash completes %s', async (_, words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});

test('bash completes every command, and every option that the help of that command shows', async () => {
  const names = await commandNames();
  expect(names).toContain('run');
  expect(names).toContain('submit');
  expect(await offered('dedup', '')).toEqual([...names, '--version', '-h', '--help']);
  for (const name of names) {
    const options = [...(await helpOf(name)).matchAll(/^ {2}(?:-[a-z], )?(--[a-z-]+)/gm)].map(([, option]) => option);
    const all = await offered('dedup', name, '-');
    expect(all.filter((option) => option.startsWith('--'))).toEqual(options);
  }
});

test.each(['bash', 'zsh', 'fish'])('%s parses its completion script without an error', async (shell) => {
  const text = await script(shell);
  expect(text).toContain('bad-records');
  const { error, status, stderr } = spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' });
  if (error !== undefined) process.stderr.write(`SKIPPED the syntax of the completion: there is no ${shell}\n`);
  else expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('a shell without a completion script is refused', async () => {
  expect(await dedupResident(['completion', 'tcsh'])).toMatchObject({
    exitCode: 64,
    stdout: '',
    stderr: "dedup: shell 'tcsh' is not one of bash, zsh, fish\n",
  });
});

test('the bundle of the job (job.js) has no completion, because nobody types its commands', async () => {
  const program = join(__dirname, '../../dist/job.js');
  expect(await dedup(['completion', 'bash'], { program })).toMatchObject({ exitCode: 64 });
});
