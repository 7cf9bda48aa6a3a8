/** The sequence of a gate. Its commands are simulated here; the tests of programs run the real commands. */

import { createHash } from 'node:crypto';
import { type GateEffects, GateFailure, type GateRequest, runGate } from '../../../../lib/pipeline/gate/gate';
import { SAMPLE_SETTINGS } from '../../sample-settings';

const RUN = '20261122t152504z-3f9a1c';
const PLACE = 's3://logs/gate/';
const REQUEST: GateRequest = { stack: 'dedup-cluster', sample: 'records', job: SAMPLE_SETTINGS.job, run: RUN };
const SPEC = [
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
];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Fates {
  readonly run?: number;
  readonly submit?: number;
  readonly wait?: number;
  readonly terminate?: number;
  /** The text that `dedup submit` prints. */
  readonly submitted?: string;
  readonly there?: string;
  /** The operation during which a signal arrives. */
  readonly signalDuring?: string;
}

/** Effects of a gate whose commands end with these exit codes, and a record of its operations in order. */
function effectsOf({ run = 0, submit = 0, wait = 0, terminate = 0, there = 'a\nb\n', signalDuring, submitted }: Fates) {
  const done: string[] = [];
  const exitCodes: Readonly<Record<string, number>> = { run, submit, wait, terminate };
  const printed: Readonly<Record<string, string>> = {
    submit: submitted ?? '{"run": "x", "cluster": "j-1", "step": "s-1"}',
    terminate: 'cluster j-1 is being terminated\n',
  };
  let isInterrupted = false;
  const effects: GateEffects = {
    scratch: '/scratch',
    dedup: async (words, whenSignalled) => {
      done.push(words.join(' '));
      const command = String(words[0]);
      const isHit = command === signalDuring;
      if (isHit) isInterrupted = true;
      const exitCode = isHit && whenSignalled !== 'go on' ? 143 : (exitCodes[command] as number);
      return { exitCode, printed: printed[command] ?? '' };
    },
    throwIfInterrupted: () => {
      if (isInterrupted) throw new GateFailure(143, 'interrupted by SIGTERM');
    },
    placeOf: async (stack) => {
      done.push(`place of ${stack}`);
      return PLACE;
    },
    upload: async (folder, place) => {
      done.push(`upload ${folder} to ${place}`);
      if (signalDuring === 'upload') isInterrupted = true;
    },
    reader: (location) => async (name) => {
      if (name === '_dedup/summary.json') {
        return Buffer.from(JSON.stringify({ spec: { header: null }, output: { parts: [{ name: 'part-00000-x' }] } }));
      }
      return Buffer.from(location === `${PLACE}${RUN}/output/` ? there : 'a\nb\n');
    },
    tell: (line) => done.push(line),
  };
  return { effects, done };
}

const failureOf = async (fates: Fates) => {
  const { effects, done } = effectsOf(fates);
  const error = await runGate(REQUEST, effects).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(GateFailure);
  return { error: error as GateFailure, done };
};

test('a gate runs the sample here and on a cluster, and compares the outputs', async () => {
  const { effects, done } = effectsOf({});
  await runGate(REQUEST, effects);
  const there = `${PLACE}${RUN}/`;
  expect(done).toEqual([
    'gate: tries dedup-cluster with the records of records, here and on a cluster of its own: some fifteen minutes, which are paid for',
    'place of dedup-cluster',
    'gate: running records here',
    ['run records --output=/scratch/expected --quiet', ...SPEC].join(' '),
    `gate: running it on a new cluster of dedup-cluster, in ${there}`,
    `upload records to ${there}input/`,
    `submit ${there}input/ --stack dedup-cluster --new-cluster --output=${there}output/ --run-id=${RUN} --json`,
    'wait j-1 --timeout 45m',
    `gate: passed, the same 2 records here and there, sha256 ${sha256('a\nb\n')}`,
  ]);
});

test('a gate starts no cluster for a sample that cannot be run here', async () => {
  const { error, done } = await failureOf({ run: 65 });
  expect(error).toMatchObject({
    exitCode: 65,
    message: "cannot run 'records' here: 'dedup run' ended with 65, and says above why",
  });
  expect(done).toHaveLength(4);
});

test('a gate starts nothing when the stack has no gate role', async () => {
  const { effects, done } = effectsOf({});
  const nowhere = { ...effects, placeOf: () => Promise.reject(new GateFailure(69, 'no stack')) };
  await expect(runGate(REQUEST, nowhere)).rejects.toMatchObject({ exitCode: 69 });
  expect(done).toHaveLength(1);
});

test('a gate ends when the submission fails', async () => {
  const { error, done } = await failureOf({ submit: 69 });
  expect(error).toMatchObject({
    exitCode: 69,
    message: "cannot run 'records' on dedup-cluster: 'dedup submit' ended with 69, and says above why",
  });
  expect(done.some((each) => each.startsWith('wait') || each.startsWith('terminate'))).toBe(false);
});

test('a gate ends the cluster of a submission that failed after the start of the cluster', async () => {
  const { error, done } = await failureOf({ submit: 76 });
  expect(error.exitCode).toBe(76);
  expect(done.at(-1)).toBe('gate: cluster j-1 is being terminated');
});

test('a gate tells how to find the cluster that a submission may have started', async () => {
  const { error, done } = await failureOf({ submit: 76, submitted: '{"run": "x", "cluster": null, "step": null}' });
  expect(error.exitCode).toBe(76);
  expect(done.at(-1)).toMatch(
    /^gate: a cluster may have been started: 'dedup submit .*--run-id=20261122t152504z-3f9a1c --json' finds it, or starts one$/,
  );
});

test.each([65, 69, 124])('a gate ends the cluster when dedup wait ends with %d, and says so', async (wait) => {
  const { error, done } = await failureOf({ wait });
  expect(error).toMatchObject({
    exitCode: wait,
    message: `the run on cluster j-1 is no good: 'dedup wait' ended with ${wait}, and says above why`,
  });
  expect(done.slice(-2)).toEqual(['terminate --cluster j-1 --force', 'gate: cluster j-1 is being terminated']);
});

test('a gate names the cluster that it could not end', async () => {
  const { error, done } = await failureOf({ wait: 124, terminate: 69 });
  expect(error.exitCode).toBe(124);
  expect(done.at(-1)).toBe("gate: cluster j-1 may still run: 'dedup terminate --cluster j-1 --force' ends it");
});

test.each(['submit', 'wait'])('a gate ends the cluster when a signal arrives during %s', async (signalDuring) => {
  const { error, done } = await failureOf({ signalDuring });
  expect(error).toMatchObject({ exitCode: 143, message: 'interrupted by SIGTERM' });
  expect(done.slice(-2)).toEqual(['terminate --cluster j-1 --force', 'gate: cluster j-1 is being terminated']);
  expect(done.some((each) => each.startsWith('wait'))).toBe(signalDuring === 'wait');
});

test.each(['run', 'upload'])('a gate starts no cluster when a signal arrives during %s', async (signalDuring) => {
  const { error, done } = await failureOf({ signalDuring });
  expect(error).toMatchObject({ exitCode: 143, message: 'interrupted by SIGTERM' });
  expect(done.some((each) => each.startsWith('submit'))).toBe(false);
});

test('a gate fails when the cluster has another output', async () => {
  const { error } = await failureOf({ there: 'a\nx\n' });
  expect(error).toMatchObject({
    exitCode: 70,
    message: `record 2 of ${PLACE}${RUN}/output/ is 'x', and 'b' on this machine`,
  });
});
