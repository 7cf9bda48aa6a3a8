import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { noProgress } from '../../../job/command/progress';
import { resolveRun } from '../../../job/options/options';
import { RUN_OPTIONS } from '../../../job/options/table/commands';
import { defaultsOf } from '../../../job/options/table/option-table';
import { openOutput } from '../../../job/place/open-output';
import { lackingInputs } from '../../../job/run/lacking-inputs';
import { nothingNew } from '../../../job/run/nothing-new';
import { publishLatest } from '../../../job/run/publish-latest';
import { run } from '../../../job/run/run';
import { localRunner } from '../../../job/runner/local/runner';
import { snapshot, temporaryFolder, writeFiles } from '../../support/folder';

const AROUND = {
  command: ['dedup', 'run'],
  progress: noProgress,
  warn: (_: string): void => {},
  signal: new AbortController().signal,
  throwIfEnded: () => {},
};

/** A request with `--new-only` whose output has the records of all files of its input. */
async function publishedNight() {
  const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
  const output = join(home, 'out');
  const request = resolveRun([join(home, 'in')], {
    ...defaultsOf(RUN_OPTIONS),
    threads: '1',
    memory: '16m',
    newOnly: true,
    output,
  });
  const runner = localRunner(request, async () => {});
  await run(request, runner, AROUND);
  return { home, output, request, runner, store: openOutput(output) };
}

const failureFor = (output: string) => ({
  exitCode: 74,
  message: `the output '${output}' was removed or replaced after this run had compared its inputs with it: run again`,
});

describe('an output that is removed after the inputs were compared with it', () => {
  it('ends a run that has found nothing new', async () => {
    const { output, request, store } = await publishedNight();
    const inputs = await lackingInputs(request, store);
    rmSync(output, { recursive: true });
    await expect(nothingNew(request, store, inputs, AROUND.signal)).rejects.toMatchObject(failureFor(output));
  });

  it('ends a run that would else publish the records of the new files alone', async () => {
    const { home, output, request, runner, store } = await publishedNight();
    writeFiles(home, { 'in/b': 'heat^bob^1^1\n' });
    const inputs = await lackingInputs(request, store);
    const lease = await store.takeLease({ run: '20261130t010000z-b', command: AROUND.command });
    try {
      rmSync(join(output, '_dedup/summary.json'));
      for (const name of Object.keys(snapshot(output))) if (name.startsWith('part-')) rmSync(join(output, name));
      const admission = { startMs: Date.now(), runId: '20261130t010000z-b', inputs, store, lease };
      await expect(publishLatest(request, runner, AROUND, admission)).rejects.toMatchObject(failureFor(output));
    } finally {
      await lease.release();
    }
  });
});

it('an output that another run has replaced after the inputs were compared with it ends a run that has found nothing new', async () => {
  const { home, output, request, runner, store } = await publishedNight();
  const inputs = await lackingInputs(request, store);
  writeFiles(home, { 'in/b': 'heat^bob^1^1\n' });
  await run(request, runner, AROUND);
  await expect(nothingNew(request, store, inputs, AROUND.signal)).rejects.toMatchObject(failureFor(output));
});
