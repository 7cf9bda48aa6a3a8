import { gzipSync } from 'node:zlib';
import { type Files, snapshot, temporaryFolder } from '../support/folder';
import { dedupResident as dedup } from '../support/resident';

/** An input that is large enough for a second thread to start. */
const MANY = Array.from({ length: 300_000 }, (_, i) => `movie ${i}^ann^1^${i}\n`).join('');
const INPUTS: Files = { 'large/a': MANY, 'packed/a.gz': gzipSync('heat^ann^1^1\n') };

describe.each(['large', 'packed'])(
  'a refused run on %s input ends, although it has started threads, because of',
  (input) => {
    test.each([
      ['files of another program in the output', { 'out/mine': 'x' }, [], 73, /holds 1 file/],
      ['a file in the place of the output folder', { out: 'x' }, [], 73, /is not a folder/],
      ['an unreadable summary', { 'out/_dedup/summary.json': 'x' }, [], 73, /is not a summary/],
      ['an unreadable journal', { 'out/_dedup/journal.json': 'x' }, [], 74, /journal\.json/],
      [
        'different headers',
        { 'in/0': 'movie^user^rating^timestamp\n' },
        ['in', '--header'],
        65,
        /^dedup: the header of '(large|packed)\//,
      ],
    ] as const)('%s', async (_, files, args, exitCode, message) => {
      const home = temporaryFolder({ ...INPUTS, ...files });
      const before = snapshot(home);
      const outcome = await dedup(['run', input, '--output', 'out', '--threads', '2', ...args], { cwd: home });
      expect(outcome).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(message) });
      expect(snapshot(home)).toEqual(before);
    });
  },
);
