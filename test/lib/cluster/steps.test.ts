import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { jobArguments, jobSteps } from '../../../lib/cluster/steps';
import type { Settings } from '../../../lib/settings/settings';
import { SAMPLE_SETTINGS } from '../sample-settings';
import { SUBJECTS } from './subjects';

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-steps-'));
});
afterEach(() => fs.rmSync(home, { recursive: true }));

function argsOf(step: 0 | 1, changes: Partial<Settings> = {}): readonly string[] {
  const found = jobSteps({ ...SAMPLE_SETTINGS, ...changes }, SUBJECTS)[step];
  if (found === undefined) throw new Error('no such step');
  expect(found.HadoopJarStep.Jar).toBe('command-runner.jar');
  return found.HadoopJarStep.Args;
}

/** Writes a program to the PATH or below the home folder. */
function program(name: string, lines: readonly string[]): void {
  const file = path.join(home, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, ['#!/bin/bash', ...lines, ''].join('\n'), { mode: 0o755 });
}

/** Runs a command without a shell, as EMR's command-runner does. */
function run([command = '', ...args]: readonly string[]) {
  const env = { PATH: `${home}/path:${process.env.PATH}`, HOME: home };
  return spawnSync(command, args, { env, encoding: 'utf8', cwd: os.tmpdir() });
}

test('the default settings become options of dedup yarn', () => {
  expect(jobArguments(SAMPLE_SETTINGS, SUBJECTS)).toEqual([
    's3://input/',
    '--output=s3://output/',
    '--compress=none',
    '--key=movie,user',
    '--order-by=timestamp:int',
    '--format=delimited',
    '--header-names=match',
    '--skip-lines=0',
    '--line-end=lf',
    '--missing-columns=refuse',
    '--extra-columns=refuse',
    '--empty-order=refuse',
    '--bad-records=fail',
    '--changed-files=read',
    '--parallelism=16',
    '--slots=4',
    '--container-memory=2560m',
    '--application-master-memory=1024m',
    '--if-empty=ok',
    '--wait-lock=30m',
  ]);
});

test('a parallelism that is left open is an option of dedup yarn, and so is its limit where there is one', () => {
  const open = { ...SAMPLE_SETTINGS, parallelism: 'auto' as const };
  expect(jobArguments(open, SUBJECTS)).toEqual(expect.arrayContaining(['--parallelism=auto', '--slots=4']));
  expect(jobArguments(open, SUBJECTS).join()).not.toContain('--max-parallelism');
  expect(jobArguments({ ...open, maxParallelism: 64 }, SUBJECTS)).toContain('--max-parallelism=64');
});

test('every job setting becomes an option of dedup yarn', () => {
  const job = {
    ...SAMPLE_SETTINGS.job,
    columns: 'a,b',
    key: 'a',
    orderBy: 'b:timestamp:least',
    format: 'csv',
    delimiter: '-',
    quote: "'",
    escape: '\\',
    trim: true,
    comment: '#',
    skipLines: 2,
    lineEnd: 'cr',
    trailingDelimiter: true,
    missingColumns: 'empty',
    extraColumns: 'drop',
    emptyOrder: 'oldest',
    timeZone: '+02:00',
    deleteWhen: ['c=D', 'c=-'],
    forgetDeletedBefore: '2026-01-01',
    header: true,
    headerNames: 'match',
    badRecords: 'keep',
    maxBadRecords: '1%',
    merge: true,
    allowEmpty: true,
    compress: 'gzip',
    parts: 32,
  } as const;
  const args = jobArguments({ ...SAMPLE_SETTINGS, job }, { ...SUBJECTS, inputs: ['s3://a/', 's3://b/'] });
  expect(args.slice(0, 2)).toEqual(['s3://a/', 's3://b/']);
  expect(args).toEqual(
    expect.arrayContaining([
      '--columns=a,b',
      '--key=a',
      '--order-by=b:timestamp:least',
      '--format=csv',
      '--delimiter=-',
      "--quote='",
      '--escape=\\',
      '--trim',
      '--comment=#',
      '--skip-lines=2',
      '--line-end=cr',
      '--trailing-delimiter',
      '--missing-columns=empty',
      '--extra-columns=drop',
      '--empty-order=oldest',
      '--time-zone=+02:00',
      '--delete-when=c=D',
      '--delete-when=c=-',
      '--forget-deleted-before=2026-01-01',
      '--header',
      '--header-names=match',
      '--bad-records=keep',
      '--max-bad-records=1%',
      '--merge',
      '--allow-empty',
      '--compress=gzip',
      '--parts=32',
    ]),
  );
});

test('the run step starts the job in its folder, with a region, without a child process', () => {
  const says = ['echo "$PWD $AWS_REGION $AWS_DEFAULT_REGION"', 'echo "pid $$"', 'printf "%s\\n" "$@"', 'exit 65'];
  program(`${SUBJECTS.folder}/bin/node`, says);
  const job = { ...SAMPLE_SETTINGS.job, delimiter: '$(touch bad)`"\' *' };
  const { stdout, status, pid } = run(argsOf(1, { job }));
  const [where, self, ...args] = stdout.trimEnd().split('\n');
  expect(where).toBe(`${fs.realpathSync(home)}/${SUBJECTS.folder} us-east-1 us-east-1`);
  // cancelling a step kills the process that EMR started, which therefore has to be the job itself
  expect(self).toBe(`pid ${pid}`);
  expect(args).toEqual(['job.js', 'yarn', ...jobArguments({ ...SAMPLE_SETTINGS, job }, SUBJECTS)]);
  expect(status).toBe(65);
});

test('the run step gives the job its class data, as soon as they are complete', () => {
  program(`${SUBJECTS.folder}/bin/node`, ['printf "%s\\n" "$@"']);
  fs.mkdirSync(path.join(home, SUBJECTS.folder, 'class-data.Ab3x'));
  const given = () => run(argsOf(1)).stdout.trimEnd().split('\n').slice(-2);
  expect(given()).toEqual(jobArguments(SAMPLE_SETTINGS, SUBJECTS).slice(-2));
  fs.mkdirSync(path.join(home, SUBJECTS.folder, 'class-data'));
  expect(given()).toEqual([...jobArguments(SAMPLE_SETTINGS, SUBJECTS).slice(-1), '--class-data=class-data']);
});

test('the run step fails when the job was not copied', () => {
  const { status, stderr } = run(argsOf(1));
  expect(status).toBe(1);
  expect(stderr).toMatch(SUBJECTS.folder);
});

test('the copy step fetches the script, runs it, and removes it', () => {
  program('script', ['echo "script $*"', 'exit 3']);
  program('path/aws', ['echo "aws $AWS_REGION $*" >&2', 'cp "$HOME/script" "$5"']);
  const { status, stdout, stderr } = run(argsOf(0));
  expect(stderr).toMatch(/^aws us-east-1 s3 cp --only-show-errors s3:\/\/assets\/copy.sh \S+$/m);
  expect(stdout).toBe(`script s3://assets/job.js s3://assets/node.tgz ${SUBJECTS.folder}\n`);
  expect(status).toBe(3);
  expect(fs.existsSync(stderr.trim().split(' ').at(-1) as string)).toBe(false);
});

test('the copy step does not run a script that was downloaded only in part', () => {
  program('path/aws', ['echo "echo half" >"$5"', 'exit 1']);
  const { status, stdout } = run(argsOf(0));
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});

test('all arguments together are within the limit of EMR', () => {
  const { length } = JSON.stringify([argsOf(0), argsOf(1)]);
  expect(length).toBeLessThan(10_280);
  expect(execFileSync('bash', ['-n'], { input: argsOf(0)[5] ?? '' }).length).toBe(0);
});
