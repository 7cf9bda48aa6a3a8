import type { Summary } from '../../../../job/summary/summary';
import { acceptRun, type Conditions } from '../../../../lib/operate/run/acceptance';
import { stepFacts } from '../cluster-facts';

const RUN = '20261122t101000z-abc123';
const OPEN: Conditions = { maxRejected: null, minKept: null, minLines: null };
const RECORDS = { kept: 70, superseded: 10, deleted: 0, forgotten: 0, rejected: 10 };
const COUNTS = { lines: 100, blank: 5, headers: 2, comments: 2, skipped: 1, ...RECORDS };
const STEP = stepFacts({ state: 'COMPLETED', ended: new Date('2026-11-22T10:20:00Z') });

function summary(more: Partial<Summary> = {}): Summary {
  return { run: RUN, startedAt: '2026-11-22T10:11:00.000Z', counts: COUNTS, ...more } as Summary;
}

function accepted(
  found: Summary | null,
  conditions: Partial<Conditions> = {},
  run: string | null = RUN,
  hasSuccess = true,
) {
  const published = { output: 's3://out/latest', summary: found, hasSuccess };
  return () => acceptRun(published, { run, step: STEP, newOnly: false }, { ...OPEN, ...conditions }).summary;
}

it('a run is accepted when its own summary exists beside _SUCCESS and its counts add up', () => {
  expect(accepted(summary())().run).toBe(RUN);
});

it('a run without a given run id is recognized by its time', () => {
  expect(accepted(summary(), {}, null)().run).toBe(RUN);
  expect(accepted(summary({ startedAt: '2026-11-22T10:09:59.000Z' }), {}, null)).toThrow('published nothing');
});

it.each<[string, () => unknown, number, string]>([
  [
    'no summary',
    accepted(null),
    66,
    "step s-2 completed, but it published nothing: 's3://out/latest' holds no summary; with --if-empty ok a run without input publishes nothing",
  ],
  [
    "an earlier run's",
    accepted(summary({ run: 'earlier', startedAt: '2026-11-21T10:11:00.000Z' })),
    66,
    "step s-2 completed, but it published nothing: 's3://out/latest' is still of run earlier; with --if-empty ok a run without input publishes nothing",
  ],
  [
    "a later run's",
    accepted(summary({ run: 'later', startedAt: '2026-11-22T10:21:00.000Z' })),
    73,
    "step s-2 completed, but 's3://out/latest' has been replaced since by run later: the summary of its own run is gone",
  ],
  [
    'no _SUCCESS',
    accepted(summary(), {}, RUN, false),
    70,
    "step s-2 completed, but 's3://out/latest' has no _SUCCESS: run again",
  ],
  [
    'other books',
    accepted(summary({ counts: { ...COUNTS, kept: 71 } })),
    70,
    `the counts of run ${RUN} do not balance: see s3://out/latest/_dedup/summary.json, and report it`,
  ],
  [
    'many rejected',
    accepted(summary(), { maxRejected: { count: 9 } }),
    65,
    `run ${RUN} rejected 10 of 90 records, --max-rejected allows 9`,
  ],
  [
    'a large share rejected',
    accepted(summary(), { maxRejected: { percent: 11 } }),
    65,
    `run ${RUN} rejected 10 of 90 records, --max-rejected allows 11%`,
  ],
  ['few kept', accepted(summary(), { minKept: 71 }), 65, `run ${RUN} kept 70 records, --min-kept asks for 71`],
  ['few lines', accepted(summary(), { minLines: 101 }), 65, `run ${RUN} read 100 lines, --min-lines asks for 101`],
])('acceptance refuses %s', (_, admitted, exitCode, message) => {
  expect(admitted).toThrow(expect.objectContaining({ exitCode, message }));
});

it('a run with --new-only that found nothing new is accepted with the summary of the output, under the conditions', () => {
  const wait = (found: Summary | null, more: Partial<Conditions> = {}) =>
    acceptRun(
      { output: 's3://out/latest', summary: found, hasSuccess: true },
      { run: RUN, step: STEP, newOnly: true },
      { ...OPEN, ...more },
    );
  const former = summary({ run: 'earlier', startedAt: '2026-11-21T10:11:00.000Z' });
  expect(wait(former)).toEqual({ summary: former, nothingNew: true });
  expect(wait(summary())).toMatchObject({ nothingNew: false });
  expect(() => wait(former, { minKept: 71 })).toThrow('run earlier kept 70 records, --min-kept asks for 71');
  expect(() => wait(null)).toThrow('it published nothing');
  expect(() => wait(summary({ run: 'later', startedAt: '2026-11-22T10:21:00.000Z' }))).toThrow(
    'has been replaced since',
  );
});

it('a run that exactly meets the conditions is accepted', () => {
  const conditions = { maxRejected: { count: 10 }, minKept: 70, minLines: 100 };
  expect(accepted(summary(), conditions)()).toBeDefined();
  expect(accepted(summary(), { maxRejected: { percent: 11.2 } })()).toBeDefined();
});
