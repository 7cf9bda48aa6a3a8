/** A large file whose quoted fields look like records, so that each cut within one of them is guessed wrongly. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder';
import { readOutput } from '../support/output';
import { dedupResident as dedup } from '../support/resident';

const TRAPS = 58;
const SPEC = ['--format', 'csv', '--columns', 'key,value,at', '--key', 'key', '--order-by', 'at'];
/** Within quotes: lines like records, and now and then one that would be a bad record. */
const INNER = Array.from({ length: 40_000 }, (_, i) => (i % 10_000 === 7 ? 'bad\n' : `inner${i % 100},v,${i}\n`)).join(
  '',
);
const OUTER = Array.from({ length: 2000 }, (_, i) => `outer${i % 500},v,${i}\n`).join('');
const trap = (i: number) => `"trap${i}","${INNER}",5\n`;
const FILE = Array.from({ length: TRAPS }, (_, i) => OUTER + trap(i)).join('');
const KEPT = [
  ...Array.from({ length: 500 }, (_, i) => `outer${i},v,${1500 + i}\n`),
  ...Array.from({ length: TRAPS }, (_, i) => trap(i)),
].sort();
const NAMED = "1 file ('in/a.csv')";

async function run(file: string, ...args: string[]) {
  const home = temporaryFolder({ 'in/a.csv': file, 'in/small.csv': 'outer0,v,-1\n' });
  const outcome = await dedup(['run', 'in', '--output', 'out', ...SPEC, '--threads', '2', ...args], { cwd: home });
  return { home, outcome };
}

test('is read again in one piece, and nothing is left of the first reading', async () => {
  expect(FILE.length).toBeGreaterThan(30e6);
  const { home, outcome } = await run(FILE);
  expect(outcome).toMatchObject({ exitCode: 0 });
  expect(outcome.stderr).toBe(
    `dedup: warning: ${NAMED} was read twice, the second time by one thread: it had been cut within a field\n`,
  );
  expect(outcome.stdout).toContain(`  reread   ${NAMED} without a cut\n`);
  const { records, summary } = readOutput(join(home, 'out'));
  expect(summary.inputs.uncut).toEqual(['in/a.csv']);
  expect(summary.counts).toMatchObject({ lines: TRAPS * 2001 + 1, kept: KEPT.length, rejected: 0 });
  expect(records.length).toBe(KEPT.join('').length);
  for (const record of KEPT) expect(records.includes(record)).toBe(true);
  expect(readdirSync(join(home, 'out')).filter((name) => name.startsWith('_'))).toEqual(['_SUCCESS', '_dedup']);
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });

  // the part holds the same fields, so that lines within quotes look like damage behind a wrong guess
  const merge = ['run', 'in/small.csv', '--output', 'out', ...SPEC, '--threads', '2', '--merge', '--quiet'];
  expect(await dedup(merge, { cwd: home })).toMatchObject({ exitCode: 0 });
  const merged = readOutput(join(home, 'out'));
  expect(merged.summary.inputs.uncut).toEqual(summary.output.parts.map(({ name }) => join('out', name)));
  expect(merged.summary.keys).toEqual({ added: 0, changed: 0, unchanged: KEPT.length });
  expect(merged.records).toBe(records);
});

test('has the rejects of its true records alone, also where records are spilled', async () => {
  const { home, outcome } = await run(
    FILE.replace('outer3,v,3\n', 'outer3,v\n'),
    ...['--bad-records', 'keep', '--max-bad-records', '1', '--memory', '32m', '--quiet'],
  );
  expect(outcome).toMatchObject({ exitCode: 0 });
  const { rejects, summary } = readOutput(join(home, 'out'));
  expect(rejects).toEqual([
    { file: 'in/a.csv', offset: FILE.indexOf('outer3,v,3\n'), reason: 'columns', line: 'outer3,v' },
  ]);
  expect(summary.rejects.byReason).toMatchObject({ columns: 1, order: 0 });
  expect(summary.inputs.uncut).toEqual(['in/a.csv']);
});

test('fails for its first true bad record, not for one within quotes', async () => {
  const last = FILE.lastIndexOf('outer499,v,1999\n');
  const { outcome } = await run(`${FILE.slice(0, last)}outer499,v\n${FILE.slice(last)}`, '--quiet');
  expect(outcome.exitCode).toBe(65);
  expect(outcome.stderr).toContain(`bad record in 'in/a.csv' at byte ${last}: 2 columns, expected 3`);
});

test('a header with newlines in quotes is that of every file and part', async () => {
  const header = '"the\nkey",value,at\n';
  const home = temporaryFolder({ 'in/a': `${header}k,"a\nb",1\n`, 'in/b': `${header}k,c,2\nl,d,1\n${header}` });
  const options = ['--output', 'out', ...SPEC, '--header', '--header-names', 'ignore', '--parts', '2', '--quiet'];
  expect(await dedup(['run', 'in', ...options], { cwd: home })).toMatchObject({ exitCode: 0, stderr: '' });
  const { headers, records, summary } = readOutput(join(home, 'out'));
  expect(headers).toEqual([header.slice(0, -1), header.slice(0, -1)]);
  expect(records.split(/(?<=\n)/).sort()).toEqual(['k,c,2\n', 'l,d,1\n']);
  expect(summary.counts).toMatchObject({ lines: 6, headers: 3, kept: 2 });
  expect(await dedup(['verify', 'out'], { cwd: home })).toMatchObject({ exitCode: 0 });
});
