import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { until } from '../support/until';

const SCRIPT = path.resolve(__dirname, '../../assets/copy-job.sh');
const FOLDER = 'dedup/0123456789abcdef';

/** A Node that knows its version, and makes class data as the job does. */
const NODE = [
  '#!/bin/sh',
  '[ "$1" = --version ] && echo v24.0.0 && exit',
  'mkdir "$3" && echo "$* in $PWD" >"$3/asked"',
];

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-copy-'));
  fs.mkdirSync(path.join(home, 's3'));
  fs.writeFileSync(path.join(home, 's3/job.js'), 'the job\n');
  putNode(NODE);
  // a stand-in for the `aws` command, which copies from a folder and logs each copy
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands these variables
  program('path/aws', ['echo "$*" >>"$HOME/asked"', '[ ! -e "$HOME/fails" ] || exit 1', 'cp "$HOME/s3/${4##*/}" "$5"']);
});
afterEach(() => fs.rmSync(home, { recursive: true }));

function program(name: string, lines: readonly string[]): void {
  const file = path.join(home, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${['#!/bin/bash', ...lines].join('\n')}\n`, { mode: 0o755 });
}

/** A tarball of Node as npm packs it, with files that the job does not need. */
function putNode(lines: readonly string[]): void {
  program('tarball/package/bin/node', lines.slice(1));
  fs.writeFileSync(path.join(home, 'tarball/package/README.md'), 'read me');
  const { status } = spawnSync('tar', ['-czf', `${home}/s3/node.tgz`, '-C', `${home}/tarball`, 'package']);
  expect(status).toBe(0);
}

function copy() {
  const env = { PATH: `${home}/path:${process.env.PATH}`, HOME: home };
  return spawnSync('bash', [SCRIPT, 's3://b/job.js', 's3://b/node.tgz', FOLDER], { env, encoding: 'utf8' });
}

const asked = () => fs.readFileSync(path.join(home, 'asked'), 'utf8').trimEnd().split('\n');
const below = () => fs.readdirSync(path.join(home, 'dedup'), { recursive: true }).map(String).sort();

/** Nothing of the script is left running once the class data are there. */
const untilMade = () =>
  until('class data', () => {
    const made = path.join(home, FOLDER, 'class-data/asked');
    return fs.existsSync(made) && fs.readFileSync(made, 'utf8').endsWith('\n');
  });

test('the copy script puts the job and Node into a folder below the home folder', async () => {
  const { status, stdout, stderr } = copy();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`${home}/${FOLDER}: 8 bytes of job, Node v24.0.0\n`);
  await untilMade();
  expect(below()).toEqual(
    ['bin', 'bin/node', 'class-data', 'class-data.log', 'class-data/asked', 'job.js']
      .flatMap((name) => `${path.basename(FOLDER)}/${name}`)
      .concat(path.basename(FOLDER))
      .sort(),
  );
  expect(fs.readFileSync(path.join(home, FOLDER, 'job.js'), 'utf8')).toBe('the job\n');
});

test('the copy script has the job make class data in its folder, and does not wait for it', async () => {
  // where this test fails, its folder is removed, and the loop ends
  const wait = 'until [ -e "$HOME/go-on" ] || [ ! -d "$HOME" ]; do sleep 0.05; done';
  putNode([...NODE.slice(0, 2), wait, ...NODE.slice(2)]);
  expect(copy().status).toBe(0);
  expect(fs.existsSync(path.join(home, FOLDER, 'class-data'))).toBe(false);
  fs.writeFileSync(path.join(home, 'go-on'), '');
  await untilMade();
  const folder = path.join(home, FOLDER);
  const text = fs.readFileSync(path.join(folder, 'class-data/asked'), 'utf8');
  expect(text).toBe(`job.js class-data class-data in ${folder}\n`);
});

test('the copy script succeeds where no class data can be made', async () => {
  putNode([...NODE.slice(0, 2), 'echo "no hadoop" >&2; exit 69']);
  expect(copy().status).toBe(0);
  const log = path.join(home, FOLDER, 'class-data.log');
  await until('the reason', () => fs.existsSync(log) && fs.readFileSync(log, 'utf8') === 'no hadoop\n');
});

test('the copy script downloads nothing when the job is there already', async () => {
  copy();
  await untilMade();
  expect(copy()).toMatchObject({ status: 0, stdout: `${home}/${FOLDER} is there already\n` });
  expect(asked()).toHaveLength(2);
});

test('the copy script leaves no file behind when S3 fails', () => {
  fs.writeFileSync(path.join(home, 'fails'), '');
  expect(copy().status).toBe(1);
  expect(below()).toEqual([]);
});

test('the copy script leaves no file behind when the tarball is truncated', () => {
  fs.truncateSync(path.join(home, 's3/node.tgz'), 100);
  expect(copy().status).not.toBe(0);
  expect(below()).toEqual([]);
});

test('the copy script prints the reason when this Node cannot run on the machine', () => {
  putNode(['#!/bin/sh', 'echo "GLIBC_2.28 not found" >&2', 'exit 1']);
  const { status, stderr } = copy();
  expect(status).toBe(1);
  expect(stderr).toMatch('GLIBC_2.28 not found');
  expect(below()).toEqual([]);
});
