import { resolveYarn, type Sizing, type YarnOptions } from '../../../../job/options/yarn';
import { planYarn } from '../../../../job/runner/yarn/plan';
import { type StreamingRequest, streamingArguments } from '../../../../job/runner/yarn/streaming';
import { withCodec } from '../../../support/with-codec';
import { yarnOptions } from '../../../support/yarn-options';

const RUN = '20261122t152504z-3f9a1c';
const SUBMISSION = { run: RUN, output: '0123456789abcdef', id: '89abcdef' };

function argumentsFor(options: Partial<YarnOptions> = {}, more: Partial<StreamingRequest> = {}): string[] {
  const request = resolveYarn(['s3://bucket/in'], yarnOptions(options));
  return streamingArguments({
    submission: SUBMISSION,
    request,
    plan: planYarn(
      [withCodec({ path: 's3://bucket/in/a', sizeBytes: 10 ** 9, version: 'v', own: false })],
      request.sizing as Sizing,
    ),
    files: {
      node: '/opt/node 24/bin/node',
      bundle: '/home/hadoop/job.js',
      job: '/tmp/a,b/job.json',
      secrets: '/tmp/a/secrets.json',
    },
    manifest: '/tmp/dedup-x/manifest',
    tokens: '/tmp/dedup-x/tokens',
    isVirtualMemoryChecked: false,
    classData: null,
    ...more,
  });
}

/** The properties of the job. Hadoop uses the last of several values. */
function properties(args: readonly string[]): Record<string, string> {
  const pairs = args.filter((_, i) => args[i - 1] === '-D').map((pair) => pair.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([name, value]) => [name, value]));
}

const after = (args: readonly string[], option: string) => args[args.indexOf(option) + 1];

it('the generic options come before the options of Streaming', () => {
  const args = argumentsFor();
  expect(args.slice(args.lastIndexOf('-D') + 2)).toEqual([
    '-files',
    'file:///opt/node%2024/bin/node#node,file:///home/hadoop/job.js#dedup.js,' + 'file:///tmp/a%2Cb/job.json#job.json',
    '-background',
    '-inputformat',
    'org.apache.hadoop.mapred.lib.NLineInputFormat',
    '-input',
    '/tmp/dedup-x/manifest',
    '-output',
    '/tmp/dedup-x/tokens',
    '-mapper',
    './node dedup.js map',
    '-reducer',
    './node dedup.js reduce',
  ]);
  expect(args.slice(0, args.lastIndexOf('-D')).filter((_, i) => i % 2 === 0)).not.toContainEqual(
    expect.not.stringMatching(/^-D$/),
  );
});

it('the secrets go to the client only, in a file that is not shipped', () => {
  const args = argumentsFor();
  expect(properties(args)['mapreduce.job.credentials.json']).toBe('/tmp/a/secrets.json');
  expect(args.filter((arg) => arg.includes('secrets.json'))).toHaveLength(1);
});

it('the tokens of reduce tasks are not compressed, whatever the default of the cluster', () => {
  expect(properties(argumentsFor())).toMatchObject({ 'mapreduce.output.fileoutputformat.compress': 'false' });
  expect(() => argumentsFor({ hadoop: ['mapreduce.output.fileoutputformat.compress=true'] })).toThrow(
    'cannot be set: a run sets',
  );
});

it('sixteen slots at a time in four containers and the application master fit four nodes of 11520 MB', () => {
  const found = properties(argumentsFor());
  expect(found).toMatchObject({
    'mapreduce.job.tags': `dedup-${RUN},dedup-output-0123456789abcdef,dedup-submission-89abcdef`,
    'mapreduce.map.memory.mb': '10240',
    'mapreduce.reduce.memory.mb': '10240',
    'mapreduce.map.cpu.vcores': '4',
    'mapreduce.reduce.cpu.vcores': '4',
    'yarn.app.mapreduce.am.resource.mb': '1024',
    'yarn.app.mapreduce.am.command-opts': expect.stringMatching(/^-Xmx768m .*-XX:CompressedClassSpaceSize=64m/),
    'mapreduce.job.reduces': '4',
    'mapreduce.map.speculative': 'false',
    'mapreduce.reduce.speculative': 'false',
  });
  const heap = Number(/-Xmx(\d+)m/.exec(found['mapreduce.map.java.opts'] as string)?.[1]);
  expect(Number(found['mapreduce.task.io.sort.mb'])).toBeLessThan(heap / 2);
});

it.each([
  // without more tasks than may run at a time there is no limit, because it would keep Hadoop from repeating a task
  [{}, ['0', '0']],
  [{ parallelism: '3', slots: '1', parts: '200', splitSize: '256m' }, ['3', '3']],
  [{ parallelism: '3', slots: '1', parts: '3', splitSize: '256m' }, ['3', '0']],
  [{ parallelism: '16', slots: '1', parts: '17' }, ['0', '0']],
  [{ parallelism: '16', slots: '1', parts: '1025' }, ['0', '16']],
  [{ parallelism: '16', parts: '16' }, ['0', '0']],
  [{ parallelism: '16', parts: '1025', splitSize: '32m' }, ['4', '4']],
])('the number of tasks at a time is limited only if more tasks are waiting: %j', (options, limits) => {
  const found = properties(argumentsFor(options));
  expect(['map', 'reduce'].map((task) => found[`mapreduce.job.running.${task}.limit`])).toEqual(limits);
});

it('the sizes, the queue and speculation are those of the options', () => {
  const args = argumentsFor({
    parallelism: '3',
    slots: '2',
    parts: '7',
    containerMemory: '4g',
    applicationMasterMemory: '2g',
    queue: 'night.batch',
    speculative: 'on',
  });
  expect(properties(args)).toMatchObject({
    'mapreduce.map.memory.mb': '8192',
    'yarn.app.mapreduce.am.resource.mb': '2048',
    'yarn.app.mapreduce.am.command-opts': expect.stringContaining('-Xmx1536m'),
    'mapreduce.job.reduces': '2',
    'mapreduce.job.queuename': 'night.batch',
    'mapreduce.map.speculative': 'true',
  });
});

it('a user can override the properties on which tasks do not rely', () => {
  const hadoop = ['mapreduce.task.timeout=1', 'x.y=a=b c'];
  expect(properties(argumentsFor({ hadoop }))).toMatchObject({
    'mapreduce.task.timeout': '1',
    'x.y': 'a=b c',
  });
});

it('Hadoop is told to mask the secrets of a user', () => {
  const hadoop = ['fs.s3a.secret.key=x', 'x.y=z', 'my.token=y'];
  const name = 'mapreduce.job.redacted-properties';
  expect(properties(argumentsFor({ hadoop }))).toMatchObject({ [name]: 'fs.s3a.secret.key,my.token' });
  expect(properties(argumentsFor({ hadoop: ['x.y=z'] }))).not.toHaveProperty([name]);
  expect(properties(argumentsFor({ hadoop: [...hadoop, `${name}=x.y`] }))).toMatchObject({ [name]: 'x.y' });
});

it('tasks reserve little address space when YARN limits it', () => {
  const args = argumentsFor({}, { isVirtualMemoryChecked: true });
  expect(after(args, '-mapper')).toBe('./node --disable-wasm-trap-handler dedup.js map');
});

it('class data are shipped, and all containers start with them', () => {
  const classData = { archive: '/var/a b/classes.jsa', classPath: '/lib/a-1.jar:/lib/b-2.jar' };
  const args = argumentsFor({}, { classData });
  expect(after(args, '-files')).toMatch(/,file:\/\/\/var\/a%20b\/classes.jsa#classes.jsa$/);
  const found = properties(args);
  const options = ['map.java.opts', 'reduce.java.opts'].map((name) => found[`mapreduce.${name}`]);
  for (const jvm of [...options, found['yarn.app.mapreduce.am.command-opts']]) {
    expect(jvm).toMatch(/ -XX:SharedArchiveFile=classes.jsa -cp \/lib\/a-1.jar:\/lib\/b-2.jar:\$CLASSPATH$/);
  }
  expect(argumentsFor().join(' ')).not.toMatch(/jsa|CLASSPATH/);
});
