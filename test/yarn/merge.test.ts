/** Merging new data into an earlier output on YARN, whatever the size of that output. */

import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dedup } from '../support/command';
import { namesBelow, temporaryFolder, writeFiles } from '../support/folder';
import { readOutput, readSummary, visibleNames } from '../support/output';
import { Random } from '../support/random';
import { onYarn } from '../support/yarn';
import { applications, smallTasks, startYarn, whatIsLeft } from '../support/yarn-job';

const MiB = 1024 * 1024;
/** Records of nine bytes, each of which takes 40 bytes of memory: together a quarter more than the smallest container has. */
const RECORDS = 9_100_000;
const KEYS_OF_GIGABYTE = 16;
const MEMBERS_OF_GIGABYTE = 1024;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const KEY_DIGITS = 6;
const COLUMNS = ['--columns', 'key,number', '--key', 'key', '--order-by', 'number'];
const ONE_MAP = [...smallTasks(1), '--parts', '1'];

jest.setTimeout(600_000);

onYarn('a merge', (cluster) => {
  it('accepts an earlier output in hash order that is larger than the memory of its only map task, and a gzip file with a ratio of a thousand', async () => {
    const folder = temporaryFolder({ 'new/a': `${keyOf(4711)}^2\n`, 'new/bomb.gz': gigabyteInMegabyte() });
    writeRecords(join(folder, 'old'));
    const output = join(folder, 'out');
    const options = [...COLUMNS, '--output', output];
    expect(
      await dedup(['run', join(folder, 'old'), ...options, '--new-only', '--parts', '1', '--quiet']),
    ).toMatchObject({ exitCode: 0 });
    const expected = partOf(output);
    expected.write('2', expected.indexOf(`${keyOf(4711)}^1\n`) + 7, 'latin1');

    const once = ['map', 'reduce'].flatMap((task) => ['--hadoop', `mapreduce.${task}.maxattempts=1`]);
    const night = [join(folder, 'new'), ...options, '--new-only', ...ONE_MAP, ...once];
    const run = startYarn(cluster, night);
    expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
    const { long, others } = apart(partOf(output));
    expect(others.equals(expected)).toBe(true);
    expect(long.sort()).toEqual(longLines().sort());
    const { inputs, counts, keys, yarn, memoryBytes, peakMemoryBytes, spilledBytes } = readSummary(output);
    expect(inputs.ledger).toEqual({ new: 2, changed: 0, unchanged: 0, gone: 1 });
    const repeated = KEYS_OF_GIGABYTE * (MEMBERS_OF_GIGABYTE - 1);
    const kept = RECORDS + KEYS_OF_GIGABYTE;
    expect(counts).toMatchObject({ lines: kept + repeated + 1, kept, superseded: repeated + 1 });
    expect(keys).toEqual({ added: KEYS_OF_GIGABYTE, changed: 1, unchanged: RECORDS - 1 });
    expect(yarn).toMatchObject({ maps: 1, reduces: 1 });
    expect(40 * RECORDS).toBeGreaterThan(1.25 * memoryBytes);
    expect(spilledBytes).toBeGreaterThan(0);
    expect(peakMemoryBytes).toBeLessThan(1280 * MiB);
    expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);

    const before = namesBelow(output);
    const idle = startYarn(cluster, night);
    expect(await idle.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
    expect(await applications(cluster, idle.run)).toEqual([]);
    expect(namesBelow(output)).toEqual(before);
  });

  it('of a change log keeps and deletes the records of a run on one machine', async () => {
    const random = new Random(19);
    const gone = () => random.pick(['', '', '', '\\N', '2026-03-01']);
    const change = (i: number) =>
      `${random.pick(['I', 'U', 'D'])}^${random.int(0, 3000)}^${random.int(0, 50)}^${gone()}^${i}\n`;
    const half = () => Array.from({ length: 5000 }, (_, i) => change(i)).join('');
    const folder = temporaryFolder({ 'all/old': half(), 'all/new': half() });
    const columns = ['--columns', 'op,id,at,gone,v', '--key', 'id', '--order-by', 'at:int,op:rank(I<U<D)'];
    const options = [...columns, '--delete-when', 'op=D', '--delete-when', 'gone!=', '--parts', '3'];
    const [whole, output] = [join(folder, 'whole'), join(folder, 'out')];
    const onOne = (...args: readonly string[]) => dedup(['run', ...args, ...options, '--quiet']);
    expect(await onOne(join(folder, 'all'), '--output', whole)).toMatchObject({ exitCode: 0 });
    expect(await onOne(join(folder, 'all/old'), '--output', output)).toMatchObject({ exitCode: 0 });
    const run = startYarn(cluster, [
      ...[join(folder, 'all/new'), '--output', output, '--merge'],
      ...[...options, ...smallTasks(1, 2)],
    ]);
    expect(await run.ended).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
    const [expected, merged] = [readOutput(whole), readOutput(output)];
    expect(merged.parts).toEqual(expected.parts);
    expect(merged.deletes).toBe(expected.deletes);
    const { kept, deleted } = expected.summary.counts;
    expect(merged.summary.counts).toMatchObject({ kept, deleted });
    expect(Math.min(kept, deleted)).toBeGreaterThan(500);
    expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
  });

  it('refuses an earlier output with a changed part, and changes no file', async () => {
    const lines = Array.from({ length: 9000 }, (_, i) => `${keyOf(i)}^1\n`).join('');
    const folder = temporaryFolder({ 'old/a': lines, 'new/a': `${keyOf(0)}^2\n` });
    const output = join(folder, 'out');
    const options = [...COLUMNS, '--output', output];
    expect(await dedup(['run', join(folder, 'old'), ...options, '--parts', '2', '--quiet'])).toMatchObject({
      exitCode: 0,
    });
    const damaged = visibleNames(output)[1] as string;
    const part = readFileSync(join(output, damaged), 'latin1');
    writeFileSync(join(output, damaged), part.replace('^1\n', '^3\n'), 'latin1');
    const before = namesBelow(output);
    const run = startYarn(cluster, [join(folder, 'new'), ...options, '--merge', ...smallTasks(1, 2), '--parts', '1']);
    expect(await run.ended).toMatchObject({
      exitCode: 65,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^dedup: cannot merge into '${output}': part '${damaged}' is damaged, its checksum is .*\n$`),
      ),
    });
    expect(namesBelow(output)).toEqual(before);
    expect(await whatIsLeft(cluster, run.run, output)).toEqual([]);
  });
});

function longLines(): string[] {
  const key = 'y'.repeat(MiB / KEYS_OF_GIGABYTE);
  return Array.from({ length: KEYS_OF_GIGABYTE }, (_, i) => `${key}${i}^${i}\n`);
}

/** A gzip file whose members have a mebibyte each with the same long keys. */
function gigabyteInMegabyte(): Buffer {
  const member = gzipSync(longLines().join(''), { level: 9 });
  const bomb = Buffer.concat(Array(MEMBERS_OF_GIGABYTE).fill(member));
  expect(bomb.length).toBeLessThan(1.5 * MiB);
  return bomb;
}

/** The long lines of a part, and all its other lines, none of whose keys has seven characters. */
function apart(part: Buffer): { readonly long: string[]; readonly others: Buffer } {
  const long: string[] = [];
  const others: Buffer[] = [];
  let end = 0;
  for (let start = part.indexOf('yyyyyyy'); start !== -1; start = part.indexOf('yyyyyyy', end)) {
    others.push(part.subarray(end, start));
    end = part.indexOf('\n', start) + 1;
    long.push(part.toString('latin1', start, end));
  }
  return { long, others: Buffer.concat([...others, part.subarray(end)]) };
}

/** A text of six characters, which begins with zeros. */
function keyOf(number: number): string {
  return number.toString(DIGITS.length).padStart(KEY_DIGITS, '0');
}

/** Writes the records of all numbers below RECORDS. The last digits are the same in every block, and are made once. */
function writeRecords(folder: string): void {
  writeFiles(folder, { a: '' });
  const fd = openSync(join(folder, 'a'), 'w');
  const lineBytes = keyOf(0).length + '^1\n'.length;
  const lastDigits = KEY_DIGITS / 2;
  const blockRecords = DIGITS.length ** lastDigits;
  const block = Buffer.from(Array.from({ length: blockRecords }, (_, i) => `${keyOf(i)}^1\n`).join(''));
  for (let first = 0; first < RECORDS; first += blockRecords) {
    const digits = Buffer.from(keyOf(first));
    for (let digit = 0; digit < KEY_DIGITS - lastDigits; digit++) {
      const byte = digits[digit] as number;
      for (let at = digit; at < block.length; at += lineBytes) block[at] = byte;
    }
    writeSync(fd, block, 0, Math.min(blockRecords, RECORDS - first) * lineBytes);
  }
  closeSync(fd);
}

/** The only part of an output. */
function partOf(output: string): Buffer {
  const [name, ...others] = readdirSync(output).filter((each) => each.startsWith('part-'));
  expect(others).toEqual([]);
  return readFileSync(join(output, name as string));
}
