import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { noProgress } from '../../../job/command/progress';
import { resolveRun } from '../../../job/options/options';
import { RUN_OPTIONS } from '../../../job/options/table/commands';
import { defaultsOf } from '../../../job/options/table/option-table';
import { run } from '../../../job/run/run';
import { localRunner } from '../../../job/runner/local/runner';
import type { Runner } from '../../../job/runner/runner';
import { fileSystem } from '../../../job/store/local/file-system';
import { snapshot, temporaryFolder } from '../../support/folder';
import { systemError } from '../../support/system-error';

const AROUND = {
  command: ['dedup', 'run'],
  progress: noProgress,
  warn: (_: string): void => {},
  signal: new AbortController().signal,
  throwIfEnded: () => {},
};

function requestIn(home: string, input: string) {
  const options = { ...defaultsOf(RUN_OPTIONS), threads: '1', memory: '16m', output: join(home, 'out') };
  return resolveRun([join(home, input)], options);
}

/** A runner that reports one line too many, as if a line had been lost on its way. */
function forgetful(runner: Runner): Runner {
  return {
    ...runner,
    start(job, around) {
      const work = runner.start(job, around);
      return {
        ...work,
        async keepLatest(judge) {
          const kept = await work.keepLatest(judge);
          return { ...kept, mapped: kept.mapped.map((each) => ({ ...each, lines: each.lines + 1 })) };
        },
      };
    },
  };
}

it('a run whose counts do not add up publishes nothing and names the difference', async () => {
  const home = temporaryFolder({ 'old/a': 'heat^ann^1^1\n', 'in/a': 'heat^bob^1^1\nheat^bob^2^2\n' });
  const before = requestIn(home, 'old');
  await run(
    before,
    localRunner(before, async () => {}),
    AROUND,
  );
  const old = snapshot(join(home, 'out'));
  const request = requestIn(home, 'in');
  await expect(run(request, forgetful(localRunner(request, async () => {})), AROUND)).rejects.toMatchObject({
    exitCode: 70,
    message:
      'the counts do not balance: 3 lines read, but 2 accounted for ' +
      '(0 blank + 0 headers + 0 comments + 0 skipped + 1 kept + 1 superseded + 0 deleted + 0 rejected); nothing was published, please report this',
  });
  expect(snapshot(join(home, 'out'))).toEqual(old);
});

describe('a run whose lease cannot be released', () => {
  let warnings: string[];
  let around: typeof AROUND;

  beforeEach(() => {
    warnings = [];
    around = { ...AROUND, warn: (message: string) => void warnings.push(message) };
    const real = fileSystem.unlink;
    const refusing: typeof real = async (path) => {
      if (String(path).endsWith('lease.json')) throw systemError('EACCES');
      return real(path);
    };
    jest.spyOn(fileSystem, 'unlink').mockImplementation(refusing);
  });
  afterEach(() => jest.restoreAllMocks());

  const warning = (home: string) =>
    `the output could not be released (cannot remove ${home}/out/_dedup/lease.json: permission denied): ` +
    'the next dedup command on it takes it over, on another machine after five minutes';

  it('succeeds once it has published, and warns which command takes the lease over', async () => {
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
    const request = requestIn(home, 'in');
    expect(
      (
        await run(
          request,
          localRunner(request, async () => {}),
          around,
        )
      ).summary?.counts.kept,
    ).toBe(1);
    expect(warnings).toEqual([warning(home)]);
    expect(snapshot(join(home, 'out'))).toHaveProperty(['_SUCCESS']);
  });

  it('fails with its first error', async () => {
    const home = temporaryFolder({ 'in/a': 'heat\n' });
    const request = requestIn(home, 'in');
    await expect(
      run(
        request,
        localRunner(request, async () => {}),
        around,
      ),
    ).rejects.toMatchObject({ exitCode: 65 });
    expect(warnings).toEqual([warning(home)]);
  });

  it('fails with its first error, even when the cleanup fails too', async () => {
    const home = temporaryFolder({ 'in/a': 'heat\n' });
    const request = requestIn(home, 'in');
    const runner = localRunner(request, async () => {});
    const untidy: Runner = {
      ...runner,
      start(job, surroundings) {
        const work = runner.start(job, surroundings);
        return { ...work, stop: () => work.stop().then(() => Promise.reject(systemError('EIO'))) };
      },
    };
    await expect(run(request, untidy, around)).rejects.toMatchObject({ exitCode: 65 });
    expect(warnings).toHaveLength(2);
  });
});

describe('a run with a given run id', () => {
  const named = (home: string, run: string, input = 'in') => ({ ...requestIn(home, input), run });

  it('does nothing if it has published already, even when its inputs no longer exist', async () => {
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
    const request = named(home, '20261122t152504z-nightly');
    const first = await run(
      request,
      localRunner(request, async () => {}),
      AROUND,
    );
    expect(first.kind).toBe('published');
    const published = snapshot(join(home, 'out'));
    rmSync(join(home, 'in'), { recursive: true });
    const second = await run(
      request,
      localRunner(request, async () => {}),
      AROUND,
    );
    expect(second).toEqual({ kind: 'before', summary: JSON.parse(JSON.stringify(first.summary)) });
    expect(snapshot(join(home, 'out'))).toEqual(published);
  });

  it('does nothing if it was published while this process waited for the lease', async () => {
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n' });
    const request = named(home, '20261122t152504z-nightly');
    const other = localRunner(request, async () => {});
    // publishes after the first look at the output and before its lease is taken
    const slow: Runner = { ...other, check: async () => void (await run(request, other, AROUND)) };
    expect(await run(request, slow, AROUND)).toMatchObject({ kind: 'before', summary: { run: request.run } });
  });

  it('publishes if the output belongs to another run', async () => {
    const home = temporaryFolder({ 'in/a': 'heat^ann^1^1\n', 'more/a': 'heat^bob^1^1\n' });
    const [former, request] = [named(home, '20261122t152504z-a'), named(home, '20261122t152504z-b', 'more')];
    await run(
      former,
      localRunner(former, async () => {}),
      AROUND,
    );
    expect(
      await run(
        request,
        localRunner(request, async () => {}),
        AROUND,
      ),
    ).toMatchObject({ kind: 'published' });
  });
});
