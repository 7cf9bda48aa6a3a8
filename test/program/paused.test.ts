/**
 * Runs that are stopped while they publish and continue after another run has taken the output over. As long as
 * `_SUCCESS` exists, a reader sees one complete output, and the output of the run that took over stays.
 */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, type Running, seenWhile, startDedup } from '../support/command';
import { folderOnDisk, namesBelow, writeFiles } from '../support/folder';
import { isComplete, readOutput } from '../support/output';

const SOURCES = ['old', 'new'] as const;
const HOW = ['--parts', '8', '--threads', '1', '--quiet', '--overwrite'];
const PAUSES = 8;

/** Stops the run when its publication has made this number of changes. Returns whether the run came that far. */
async function stopAt(running: Running, output: string, changes: number): Promise<boolean> {
  let seen = -1;
  let last = '';
  const hasCome = await seenWhile(running, () => {
    const now = namesBelow(output).join();
    if (now !== last && (seen >= 0 || now.includes('_dedup/journal.json'))) seen++;
    last = now;
    return seen >= changes;
  });
  if (hasCome) running.kill('SIGSTOP');
  return hasCome;
}

test('a run that was stopped while it published changes nothing of the output of a run that took over', async () => {
  const texts = { old: 'heat^ann^1^1\nheat^bob^1^1\n', new: 'heat^ann^2^2\nheat^cat^1^1\n' };
  const home = folderOnDisk({ 'old/a': texts.old, 'new/a': texts.new });
  const output = join(home, 'out');
  const run = (source: string) => ['run', source, '--output', 'out', ...HOW];
  const sorted = (text: string) => text.split('\n').sort().join('\n');
  const story: string[] = [];
  let pauses = 0;
  for (let changes = 0; pauses < PAUSES; changes = (changes + 1) % PAUSES) {
    const [first, other] = changes % 2 === 0 ? SOURCES : [...SOURCES].reverse();
    writeFiles(output, { 'theirs.csv': `${changes}` });
    const stopped = startDedup(run(first as string), { cwd: home });
    if (!(await stopAt(stopped, output, changes))) continue;
    pauses++;
    // a user removes the lease on the advice of the second run; five minutes without renewal have the same effect
    rmSync(join(output, '_dedup/lease.json'), { force: true });
    expect({ story, ...(await dedup(run(other as string), { cwd: home })) }).toMatchObject({ story, exitCode: 0 });
    const names = namesBelow(output);
    stopped.kill('SIGCONT');
    const { exitCode, stderr } = await stopped.ended;
    story.push(`${changes}: ${exitCode} ${stderr}`);
    expect({ story, isRight: exitCode === 0 || (exitCode === 73 && /^dedup: lost /.test(stderr)) }).toEqual({
      story,
      isRight: true,
    });
    expect({ story, names: namesBelow(output), isComplete: isComplete(output) }).toEqual({
      story,
      names,
      isComplete: true,
    });
    expect({ story, records: sorted(readOutput(output).records) }).toEqual({
      story,
      records: sorted(texts[other as 'old' | 'new']),
    });
    expect({ story, ...(await dedup(['verify', 'out'], { cwd: home })) }).toMatchObject({ story, exitCode: 0 });
  }
  expect(story.filter((line) => line.includes(': 73 ')).length).toBeGreaterThan(PAUSES / 2);
});
