import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Application, hasEnded, hasSucceeded, YarnRest } from '../../../../job/runner/yarn/rest';

const ID = 'application_1795373985558_0007';
const JOB = 'job_1795373985558_0007';

/** Answers of Hadoop 3.4.2, shortened. */
const APP = {
  id: ID,
  user: 'hadoop',
  name: 'dedup x',
  state: 'RUNNING',
  finalStatus: 'UNDEFINED',
  progress: 40.5,
  diagnostics: '',
  applicationTags: 'dedup-x',
  runningContainers: 5,
};
const COUNTERS = {
  id: JOB,
  counterGroup: [
    {
      counterGroupName: 'dedup',
      counter: [
        { name: 'lines', totalCounterValue: 12, mapCounterValue: 12, reduceCounterValue: 0 },
        { name: 'kept', totalCounterValue: 5, mapCounterValue: 0, reduceCounterValue: 5 },
      ],
    },
    { counterGroupName: 'empty' },
  ],
};

let server: http.Server;
let url: string;
let answers: Record<string, unknown>;
let asked: string[];

beforeEach(async () => {
  answers = {};
  asked = [];
  server = http.createServer((request, response) => {
    asked.push(request.url as string);
    const answer = answers[request.url as string];
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { RemoteException: {} }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const rest = () => new YarnRest(url, url);
const application = (more: Partial<Application> = {}): Application => ({
  ...APP,
  trackingUrl: `${url}/proxy/${ID}/`,
  ...more,
});

it('the applications of a run are found by its tag, the latest last', async () => {
  const later = { ...APP, id: 'application_1795373985558_0012' };
  answers['/ws/v1/cluster/apps?applicationTags=dedup-x'] = { apps: { app: [later, APP] } };
  expect((await rest().applications('dedup-x')).map(({ id }) => id)).toEqual([ID, later.id]);
});

it.each([
  ['none', { apps: {} }],
  ['null', { apps: null }],
  ['an unknown object', { other: 1 }],
])('no application is found when ResourceManager answers with %s', async (_, answer) => {
  answers['/ws/v1/cluster/apps?applicationTags=dedup-x'] = answer;
  expect(await rest().applications('dedup-x')).toEqual([]);
});

it('the progress of a job is read from its application master at the address that YARN names', async () => {
  const base = `/proxy/${ID}/ws/v1/mapreduce/jobs/${JOB}`;
  answers[base] = { job: { mapsTotal: 16, mapsCompleted: 12, reducesTotal: 32, reducesCompleted: 1 } };
  answers[`${base}/counters`] = { jobCounters: COUNTERS };
  expect(await rest().progress(application())).toEqual({ mapsDone: 12, maps: 16, reducesDone: 1, reduces: 32 });
  expect(await rest().counters(application())).toEqual(
    new Map([
      ['dedup/lines', 12],
      ['dedup/kept', 5],
    ]),
  );
});

it('an application master is not asked before it has started', async () => {
  expect(await rest().progress(application({ state: 'ACCEPTED' }))).toBeNull();
  expect(await rest().progress(application({ trackingUrl: 'N/A' }))).toBeNull();
  expect(asked).toEqual([]);
  expect(await rest().progress(application())).toBeNull();
  expect(await rest().counters(application())).toBeNull();
});

it('final counters and the diagnostics of attempts are read from the job history server', async () => {
  const base = `/ws/v1/history/mapreduce/jobs/${JOB}`;
  answers[`${base}/counters`] = { jobCounters: COUNTERS };
  answers[`${base}/tasks/task_1_1_m_000003/attempts`] = {
    taskAttempts: { taskAttempt: [{ diagnostics: 'killed' }, { diagnostics: '' }] },
  };
  expect((await rest().finalCounters(ID))?.get('dedup/kept')).toBe(5);
  expect(await rest().attemptDiagnostics(ID, 'task_1_1_m_000003')).toEqual(['killed']);
  expect(await rest().hasHistory()).toBe(false);
  answers['/ws/v1/history/info'] = { historyInfo: {} };
  expect(await rest().hasHistory()).toBe(true);
});

it('a job without counters counts as unknown', async () => {
  answers[`/ws/v1/history/mapreduce/jobs/${JOB}/counters`] = { jobCounters: { id: JOB } };
  expect(await rest().finalCounters(ID)).toBeNull();
});

it('every node is asked for remaining containers', async () => {
  const address = url.replace('http://', '');
  answers['/ws/v1/cluster/nodes?states=RUNNING'] = { nodes: { node: [{ nodeHTTPAddress: address }] } };
  expect(await rest().isGone(ID)).toBe(true);
  answers[`/ws/v1/node/apps/${ID}`] = { app: { id: ID, state: 'RUNNING', containerids: ['container_1'] } };
  expect(await rest().isGone(ID)).toBe(false);
  answers[`/ws/v1/node/apps/${ID}`] = { app: { id: ID, state: 'FINISHED' } };
  expect(await rest().isGone(ID)).toBe(true);
});

it('the nodes and the scheduler are asked for what is free', async () => {
  const node = { availMemoryMB: 2048, usedMemoryMB: 2048, availableVirtualCores: 2, usedVirtualCores: 2 };
  answers['/ws/v1/cluster/nodes?states=RUNNING'] = { nodes: { node: [node] } };
  const nodes = [{ memoryBytes: 2 ** 31, cores: 2 }];
  expect(await rest().room('night')).toEqual({ nodes, queue: null });
  const queues = { queue: [{ queueName: 'night', absoluteMaxCapacity: 75, absoluteUsedCapacity: 50 }] };
  answers['/ws/v1/cluster/scheduler'] = { scheduler: { schedulerInfo: { type: 'capacityScheduler', queues } } };
  expect(await rest().room('night')).toEqual({ nodes, queue: { memoryBytes: 2 ** 30, cores: 1 } });
  delete answers['/ws/v1/cluster/nodes?states=RUNNING'];
  await expect(rest().room('night')).rejects.toMatchObject({ exitCode: 69 });
});

it.each([
  ['not found', undefined, 'HTTP 404'],
  ['a page', '<html>', 'is not valid JSON'],
  ['no object', '3', 'no JSON object'],
])('an answer of ResourceManager that is %s counts as no answer', async (_, answer, reason) => {
  if (answer !== undefined) answers['/ws/v1/cluster/info'] = answer;
  await expect(rest().check()).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(`^ResourceManager does not answer at ${url} \\(.*${reason}`),
  });
});

it('a ResourceManager that does not listen is reported', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(rest().check()).rejects.toMatchObject({
    exitCode: 69,
    message: `ResourceManager does not answer at ${url} (ECONNREFUSED): is YARN up, and is this the address in yarn-site.xml?`,
  });
  server.listen(0, '127.0.0.1');
});

it('the final states of an application are recognized', () => {
  expect(['NEW', 'ACCEPTED', 'RUNNING', 'FINISHING'].filter((state) => hasEnded(application({ state })))).toEqual([]);
  expect(hasEnded(application({ state: 'KILLED' }))).toBe(true);
  expect(hasSucceeded(application({ finalStatus: 'SUCCEEDED' }))).toBe(true);
});
