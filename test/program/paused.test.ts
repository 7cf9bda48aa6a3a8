/**
 * Runs that are stopped as they publish, and go on when another has taken the output over: whoever looks sees one whole
 * output while `_SUCCESS` is there, and the run that took it over keeps it.
 */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, type Running, seenWhile, startDedup } from '../support/command';
import { folderOnDisk, namesBelow, writeFiles } from '../support/folder';
import { isComplete, readOutput } from '../support/output';

const SOURCES = ['old', 'new'] as const;
const HOW = ['--parts', '8', '--threads', '1', '--quiet', '--overwrite'];
const PAUSES = 8;

/** Stops it when its publication has changed something so often. Returns whether it came so far. */
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

test('a run that was stopped as it published changes nothing of the one that took its output over', async () => {
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
    // as five minutes without a sign of life, or whoever follows the advice of the second run, would
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
