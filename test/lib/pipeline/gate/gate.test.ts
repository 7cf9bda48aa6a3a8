/** The gate's course. Commands are told what to answer; that they are the real ones' is for the tests of programs. */

import { createHash } from 'node:crypto';
import { GateFailure, type GateRequest, runGate, type World } from '../../../../lib/pipeline/gate/gate';
import { SAMPLE_SETTINGS } from '../../sample-settings';

const RUN = '20261122t152504z-3f9a1c';
const PLACE = 's3://logs/gate/';
const REQUEST: GateRequest = { stack: 'dedup-cluster', sample: 'records', job: SAMPLE_SETTINGS.job, run: RUN };
const SPEC = [
  '--columns=movie,user,rating,timestamp',
  '--key=movie,user',
  '--order-by=timestamp:int',
  '--delimiter=^',
  '--bad-records=fail',
  '--compress=none',
];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Fates {
  readonly run?: number;
  readonly submit?: number;
  readonly wait?: number;
  readonly there?: string;
}

/** What was done, in order, where commands end so and the cluster's output is this. */
function worldOf({ run = 0, submit = 0, wait = 0, there = 'a\nb\n' }: Fates) {
  const done: string[] = [];
  const exitCodes: Readonly<Record<string, number>> = { run, submit, wait, terminate: 0 };
  const world: World = {
    scratch: '/scratch',
    dedup: async (words) => {
      done.push(words.join(' '));
      const printed = words[0] === 'submit' ? '{"run": "x", "cluster": "j-1", "step": "s-1"}' : '';
      return { exitCode: exitCodes[String(words[0])] as number, printed };
    },
    placeOf: async (stack) => {
      done.push(`place of ${stack}`);
      return PLACE;
    },
    upload: async (folder, place) => {
      done.push(`upload ${folder} to ${place}`);
    },
    reader: (location) => async (name) => {
      if (name === '_dedup/summary.json') {
        return Buffer.from(JSON.stringify({ spec: { header: null }, output: { parts: [{ name: 'part-00000-x' }] } }));
      }
      return Buffer.from(location === `${PLACE}${RUN}/output/` ? there : 'a\nb\n');
    },
    tell: (line) => done.push(line),
  };
  return { world, done };
}

const failureOf = async (fates: Fates) => {
  const { world, done } = worldOf(fates);
  const error = await runGate(REQUEST, world).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(GateFailure);
  return { error: error as GateFailure, done };
};

test('runs the sample here, then there, and compares', async () => {
  const { world, done } = worldOf({});
  await runGate(REQUEST, world);
  const there = `${PLACE}${RUN}/`;
  expect(done).toEqual([
    'gate: running records here',
    ['run records --output=/scratch/expected --quiet', ...SPEC].join(' '),
    'place of dedup-cluster',
    `gate: running it on a new cluster of dedup-cluster, in ${there}`,
    `upload records to ${there}input/`,
    `submit ${there}input/ --stack dedup-cluster --new-cluster --output=${there}output/ --run-id=${RUN} --json`,
    'wait j-1 --timeout 45m',
    `gate: passed, the same 2 records here and there, sha256 ${sha256('a\nb\n')}`,
  ]);
});

test('spends nothing on a sample that does not run here', async () => {
  const { error, done } = await failureOf({ run: 65 });
  expect(error).toMatchObject({
    exitCode: 65,
    message: "cannot run 'records' here: 'dedup run' ended with 65, and says above why",
  });
  expect(done).toHaveLength(2);
});

test('ends where nothing was submitted', async () => {
  const { error, done } = await failureOf({ submit: 69 });
  expect(error).toMatchObject({
    exitCode: 69,
    message: "cannot run 'records' on dedup-cluster: 'dedup submit' ended with 69, and says above why",
  });
  expect(done.some((each) => each.startsWith('wait') || each.startsWith('terminate'))).toBe(false);
});

test.each([65, 69, 124, 130])('ends the cluster when waiting for it ends with %d', async (wait) => {
  const { error, done } = await failureOf({ wait });
  expect(error).toMatchObject({
    exitCode: wait,
    message: `the run on cluster j-1 is no good: 'dedup wait' ended with ${wait}, and says above why`,
  });
  expect(done.at(-1)).toBe('terminate --cluster j-1 --force');
});

test('fails where the cluster has another answer', async () => {
  const { error } = await failureOf({ there: 'a\nx\n' });
  expect(error).toMatchObject({
    exitCode: 70,
    message: `record 2 of ${PLACE}${RUN}/output/ is 'x', and 'b' on this machine`,
  });
});
