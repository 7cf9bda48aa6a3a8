import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openOutput } from '../../../../job/place/open-output';
import { type Bystander, follow, killAll, progressLine, type RunningJob } from '../../../../job/runner/yarn/follow';
import type { Application } from '../../../../job/runner/yarn/rest';
import { temporaryFolder } from '../../../support/folder';

const RUN = '20261122t152504z-3f9a1c';
const PACE = { lookMs: 1, tellMs: 0, askMs: 0, findingsMs: 1, silenceMs: 60_000, lostMs: 60_000 };
const APPLICATION: Application = {
  id: 'application_1_1',
  state: 'RUNNING',
  finalStatus: 'UNDEFINED',
  diagnostics: '',
  trackingUrl: '',
};
const SUCCEEDED: Application = { ...APPLICATION, state: 'FINISHING', finalStatus: 'SUCCEEDED' };

/** The successive answers of ResourceManager; the last one is repeated. An error stands for an unreachable service. */
type Answers = readonly (Application | null | Error)[];

/** A job with these answers, and records of the applications that were killed and the lines that were told. */
function jobThat(answers: Answers, more: Partial<RunningJob> = {}) {
  const killed: string[] = [];
  const told: string[] = [];
  let asked = 0;
  const job: RunningJob = {
    run: RUN,
    tag: `dedup-${RUN}`,
    store: openOutput(temporaryFolder()),
    client: { ended: Promise.resolve({ exitCode: 1, said: [] }), hasEnded: () => false, kill: () => {} },
    rest: {
      async applications() {
        const answer = answers[Math.min(asked++, answers.length - 1)] as Application | null | Error;
        if (answer instanceof Error) throw answer;
        if (answer === null) return [];
        return killed.includes(answer.id) ? [{ ...answer, state: 'KILLED', finalStatus: 'KILLED' }] : [answer];
      },
      progress: async () => ({ mapsDone: 1, maps: 2, reducesDone: 0, reduces: 2 }),
      counters: async () => null,
      attemptDiagnostics: async () => [],
      isGone: async () => true,
    },
    hadoop: {
      async kill(application) {
        killed.push(application);
        return true;
      },
    },
    pace: PACE,
    earlier: [],
    ...more,
  };
  const around: Bystander = { signal: new AbortController().signal, tell: (line) => told.push(line) };
  return { job, around, killed, told };
}

const finding = (split: number, offset: number) => {
  const example = { file: `in/${split}`, offset, reason: 'order', detail: 'no integer', line: 'x' };
  return JSON.stringify({
    attempt: 'a',
    exitCode: 65,
    message: 'bad record',
    finding: { split, example, isGuessed: false },
  });
};

it('waits until the application of a job appears, runs and succeeds, and tells its progress', async () => {
  const { job, around, told, killed } = jobThat([null, { ...APPLICATION, state: 'ACCEPTED' }, APPLICATION, SUCCEEDED]);
  expect(await follow(job, around)).toEqual(SUCCEEDED);
  expect(told.at(-1)).toMatch(/^maps 1\/2 \| reduces 0\/2 \| 0 lines, 0 MB read \| \d+s left$/);
  expect(killed).toEqual([]);
});

it('tells only the state of a young job, and asks its application master for nothing', async () => {
  const { job, around, told } = jobThat([APPLICATION, SUCCEEDED], { pace: { ...PACE, askMs: 60_000 } });
  const unasked = () => {
    throw new Error('asked');
  };
  await follow({ ...job, rest: { ...job.rest, progress: unasked, counters: unasked } }, around);
  expect(told).toEqual(['application_1_1 running']);
});

it('kills the application when a bad record is found, and reports the first bad record that was found until then', async () => {
  const { job, around, killed } = jobThat([APPLICATION]);
  await job.store.stage(RUN, 'last-words/attempt_b.json', finding(2, 0));
  await job.store.stage(RUN, 'last-words/attempt_a.json', finding(1, 7));
  await expect(follow(job, around)).rejects.toMatchObject({
    exitCode: 65,
    message: expect.stringMatching(
      /^bad record in 'in\/1' at byte 7: no integer: 'x'; --bad-records drop or keep goes on without it; /,
    ),
  });
  expect(killed).toEqual([APPLICATION.id]);
});

it('kills the application for a bad file too, which would fail in every other attempt', async () => {
  const { job, around, killed } = jobThat([APPLICATION]);
  const message = "'in/b' has another header than 'in/a'";
  const words = { attempt: 'attempt_1_1_m_000001_0', exitCode: 65, message, finding: null };
  await job.store.stage(RUN, `last-words/${words.attempt}.json`, JSON.stringify(words));
  await expect(follow(job, around)).rejects.toMatchObject({ exitCode: 65, message: `${message} (${words.attempt})` });
  expect(killed).toEqual([APPLICATION.id]);
});

it('gives bad records back that may be none, and heeds no note of an earlier job of the run', async () => {
  const { job, around } = jobThat([APPLICATION]);
  const note = (attempt: string, isGuessed: boolean) => {
    const example = { file: 'in/1', offset: 7, reason: 'order', detail: 'no integer', line: 'x' };
    return JSON.stringify({ attempt, exitCode: 65, message: 'bad', finding: { split: 1, example, isGuessed } });
  };
  await job.store.stage(RUN, 'last-words/a.json', note('attempt_1_2_m_000001_0', true));
  await job.store.stage(RUN, 'last-words/b.json', note('attempt_1_1_m_000001_0', false));
  await expect(follow({ ...job, earlier: ['1_1'] }, around)).rejects.toMatchObject({
    name: 'UnprovenFindings',
    files: ['in/1'],
    attempts: ['attempt_1_2_m_000001_0'],
  });
});

it('reports a bad record even when the job has already failed because of it', async () => {
  const { job, around } = jobThat([{ ...APPLICATION, state: 'FINISHED', finalStatus: 'FAILED' }]);
  await job.store.stage(RUN, 'last-words/attempt_a.json', finding(0, 1));
  await expect(follow(job, around)).rejects.toMatchObject({ exitCode: 65 });
});

it('reports the message of a task when the job failed', async () => {
  const { job, around } = jobThat([{ ...APPLICATION, state: 'FINISHED', finalStatus: 'FAILED' }]);
  const words = {
    attempt: 'attempt_1_1_m_000000_3',
    exitCode: 74,
    message: "cannot read 'in/a': EACCES",
    finding: null,
  };
  await job.store.stage(RUN, `last-words/${words.attempt}.json`, JSON.stringify(words));
  await expect(follow(job, around)).rejects.toMatchObject({
    exitCode: 74,
    message: "cannot read 'in/a': EACCES (attempt_1_1_m_000000_3)",
  });
});

it.each([
  ['no JSON', '{"attempt":"at'],
  ['no note', '[]'],
  ['of no attempt', JSON.stringify({ attempt: '../x', exitCode: 65, message: 'm', finding: null })],
  ['of no exit code', JSON.stringify({ attempt: 'a', exitCode: 0.5, message: 'm', finding: null })],
  ['of no message', JSON.stringify({ attempt: 'a', exitCode: 65, message: {}, finding: null })],
  ['of a finding that is none', JSON.stringify({ attempt: 'a', exitCode: 65, message: 'm', finding: { split: 1 } })],
])('ignores a message file of a task that is %s', async (_, text) => {
  const { job, around } = jobThat([APPLICATION, SUCCEEDED]);
  await job.store.stage(RUN, 'last-words/attempt_a.json', text);
  expect(await follow(job, around)).toEqual(SUCCEEDED);
});

it('does not wait for the message of a task when its file is a FIFO', async () => {
  const { job, around } = jobThat([APPLICATION]);
  const folder = join(job.store.location, `_temporary/${RUN}/last-words`);
  mkdirSync(folder, { recursive: true });
  execFileSync('mkfifo', [join(folder, 'a.json')]);
  await expect(follow(job, around)).rejects.toThrow(
    `cannot read ${folder}/a.json: it is a FIFO, not a file; remove it`,
  );
});

it('ends when the signal of the run is aborted', async () => {
  const { job } = jobThat([APPLICATION]);
  const controller = new AbortController();
  const tell = () => controller.abort(new Error('interrupted'));
  await expect(follow(job, { signal: controller.signal, tell })).rejects.toThrow('interrupted');
});

it('continues when ResourceManager is unreachable for a moment, and fails when it stays unreachable', async () => {
  const away = new Error('away');
  const back = jobThat([APPLICATION, away, away, SUCCEEDED]);
  expect(await follow(back.job, back.around)).toEqual(SUCCEEDED);
  const gone = jobThat([APPLICATION, away], { pace: { ...PACE, silenceMs: 20 } });
  await expect(follow(gone.job, gone.around)).rejects.toThrow('away');
});

it('reports why a job was not submitted', async () => {
  const said = ['WARN x', 'Error: queue night does not exist', '\tat x.Y'];
  const client = { ended: Promise.resolve({ exitCode: 5, said }), hasEnded: () => true, kill: () => {} };
  const { job, around } = jobThat([null], { client });
  await expect(follow(job, around)).rejects.toMatchObject({
    exitCode: 69,
    message:
      'hadoop-streaming ended with exit code 5 before YARN had the job: Error: queue night does not exist (DEBUG=1 shows all)',
  });
});

describe('a ResourceManager that was restarted without its state', () => {
  const LOST =
    'application_1_1 was lost: ResourceManager had it, and knows of no such application any more, as after a restart ' +
    'without yarn.resourcemanager.recovery.enabled; nothing was published, run again';

  it('is reported when it had the job and does not know the job again in time', async () => {
    const { job, around } = jobThat([APPLICATION, new Error('away'), null], { pace: { ...PACE, lostMs: 20 } });
    await expect(follow(job, around)).rejects.toMatchObject({ exitCode: 69, message: LOST });
  });

  const said = ['INFO impl.YarnClientImpl: Submitted application application_1_1', 'INFO x'];
  const client = { ended: Promise.resolve({ exitCode: 0, said }), hasEnded: () => true, kill: () => {} };

  it('is reported when only the client, which has ended, saw that it had the job', async () => {
    const { job, around } = jobThat([null], { client, pace: { ...PACE, lostMs: 20 } });
    await expect(follow(job, around)).rejects.toMatchObject({ exitCode: 69, message: LOST });
  });

  it.each([
    ['the driver', [APPLICATION, null, null, APPLICATION, SUCCEEDED]],
    ['the client', [null, null, APPLICATION, SUCCEEDED]],
  ])('is given time to read its state when %s saw that it had the job', async (_, answers) => {
    const { job, around } = jobThat(answers, { client });
    expect(await follow(job, around)).toEqual(SUCCEEDED);
  });
});

it('kills the running applications with a tag, and none that has ended', async () => {
  const { job, killed } = jobThat([APPLICATION]);
  expect(await killAll(job.rest, job.hadoop, job.tag)).toBe(1);
  expect(killed).toEqual([APPLICATION.id]);
  expect(await killAll(job.rest, job.hadoop, job.tag)).toBe(0);
  expect(killed).toEqual([APPLICATION.id]);
});

it('does not kill the application master of a finished job', async () => {
  const { job, killed } = jobThat([SUCCEEDED]);
  expect(await killAll(job.rest, job.hadoop, job.tag)).toBe(0);
  expect(killed).toEqual([]);
});

it('tells how to kill an application that it cannot kill', async () => {
  const { job } = jobThat([APPLICATION]);
  await expect(killAll(job.rest, { kill: async () => false }, job.tag)).rejects.toMatchObject({
    exitCode: 69,
    message: "cannot kill application_1_1: end it with 'yarn application -kill application_1_1'",
  });
});

it('shows tasks, lines, bytes and the remaining time', () => {
  const counters = new Map([
    ['dedup/lines', 1_234_567],
    ['dedup/bytes-read', 230_400_000],
  ]);
  const progress = { mapsDone: 12, maps: 16, reducesDone: 0, reduces: 16 };
  expect(progressLine(progress, counters, 12_000)).toBe(
    'maps 12/16 | reduces 0/16 | 1,234,567 lines, 230 MB read | 20s left',
  );
  expect(progressLine({ ...progress, mapsDone: 0 }, null, 12_000)).toBe(
    'maps 0/16 | reduces 0/16 | 0 lines, 0 MB read',
  );
});
