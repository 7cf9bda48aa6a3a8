import { finalCounters } from '../../../../job/runner/yarn/history';

const ID = 'application_1_1';
const COUNTERS = new Map([['dedup/lines', 3]]);
const PACE = { withinMs: 50, lookMs: 1 };
/** The pace for a job history server that is expected to answer. */
const PATIENT = { withinMs: 60_000, lookMs: 1 };
const NOT_COMPARED = "so Hadoop's counters were not compared with those of the tasks";

/** A job history server that knows the job after this number of requests, and answers as long as `isThere` says. */
function history(knownAfter: number, isThere: () => boolean = () => true) {
  const asked = { counters: 0, isThere: 0 };
  const rest = {
    async hasHistory() {
      asked.isThere++;
      return isThere();
    },
    async finalCounters(application: string) {
      expect(application).toBe(ID);
      return asked.counters++ < knownAfter ? null : COUNTERS;
    },
  };
  const warned: string[] = [];
  const controller = new AbortController();
  const around = { signal: controller.signal, warn: (message: string) => warned.push(message) };
  return { rest, asked, warned, controller, around };
}

afterEach(() => jest.restoreAllMocks());

it('the counters are returned as soon as the job history server has read them', async () => {
  const { rest, around, asked, warned } = history(2);
  expect(await finalCounters(rest, ID, around, PATIENT)).toBe(COUNTERS);
  expect(asked.counters).toBe(3);
  expect(warned).toEqual([]);
});

it('without a job history server there is one warning and no wait', async () => {
  const { rest, around, asked, warned } = history(0, () => false);
  expect(await finalCounters(rest, ID, around)).toBeNull();
  expect(asked).toEqual({ counters: 0, isThere: 1 });
  expect(warned).toEqual([`the job history server does not answer, ${NOT_COMPARED}`]);
});

it('a job history server that never knows the job leads to a warning after a short wait', async () => {
  const { rest, around, asked, warned } = history(Number.POSITIVE_INFINITY);
  expect(await finalCounters(rest, ID, around, PACE)).toBeNull();
  expect(asked.counters).toBeGreaterThan(1);
  expect(warned).toEqual([`the job history server does not know ${ID}, ${NOT_COMPARED}`]);
});

it('a slow job history server is not asked beyond the time limit', async () => {
  const { rest, around, asked, warned } = history(Number.POSITIVE_INFINITY);
  jest.spyOn(performance, 'now').mockImplementation(() => asked.counters * 20_000);
  expect(await finalCounters(rest, ID, around)).toBeNull();
  expect(asked.counters).toBe(1);
  expect(warned).toHaveLength(1);
});

it('the wait for counters ends when the run is aborted', async () => {
  const { rest, around, controller } = history(Number.POSITIVE_INFINITY);
  const waiting = finalCounters(rest, ID, around);
  controller.abort(new Error('interrupted by SIGINT; nothing was changed'));
  await expect(waiting).rejects.toThrow('interrupted by SIGINT; nothing was changed');
});
