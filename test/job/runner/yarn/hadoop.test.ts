import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, findHadoop, Hadoop, lastSaid } from '../../../../job/runner/yarn/hadoop';
import { temporaryFolder } from '../../../support/folder';
import { until } from '../../../support/until';

/** A machine with these programs, and with these files that are not executable. */
function machine(programs: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder({ ...programs, ...files });
  for (const name of Object.keys(programs)) chmodSync(join(folder, name), 0o755);
  return folder;
}

/** The signal of a run that is never aborted. */
const GOES_ON = new AbortController().signal;

const BIN = { 'bin/hadoop': '#!/bin/sh\n', 'bin/yarn': '#!/bin/sh\n' };
const SITE = { 'conf/yarn-site.xml': '<configuration/>' };

it('the command on the PATH and the configuration that the environment names take precedence', () => {
  const home = machine({ ...BIN, 'bin/hadoop-streaming': '' }, SITE);
  expect(findHadoop({ PATH: `/nowhere:${home}/bin`, HADOOP_CONF_DIR: `${home}/conf` })).toEqual({
    hadoop: `${home}/bin/hadoop`,
    yarn: `${home}/bin/yarn`,
    streaming: [`${home}/bin/hadoop-streaming`],
    configuration: `${home}/conf`,
  });
});

it("without a command the jar is used, and without a named folder Hadoop's own folders are used", () => {
  const jars = 'share/hadoop/tools/lib';
  const home = machine(BIN, {
    'etc/hadoop/yarn-site.xml': '<configuration/>',
    [`${jars}/hadoop-streaming-3.4.2-sources.jar`]: '',
    [`${jars}/hadoop-streaming-3.4.2-amzn-0.jar`]: '',
  });
  expect(findHadoop({ PATH: '', HADOOP_HOME: home })).toEqual({
    hadoop: `${home}/bin/hadoop`,
    yarn: `${home}/bin/yarn`,
    streaming: [`${home}/bin/hadoop`, 'jar', `${home}/${jars}/hadoop-streaming-3.4.2-amzn-0.jar`],
    configuration: `${home}/etc/hadoop`,
  });
});

it.each([
  ['hadoop', {}, {}, "no 'hadoop' on the PATH: run this on the master node of a cluster, or set HADOOP_HOME"],
  ['a hadoop that can be run', {}, { 'bin/hadoop': '' }, "no 'hadoop' on the PATH"],
  ['yarn', { 'bin/hadoop': '' }, {}, "no 'yarn' on the PATH beside '"],
  ['streaming', BIN, SITE, "no 'hadoop-streaming' on the PATH, and no hadoop-streaming.jar in "],
  ['a configuration', { ...BIN, 'bin/hadoop-streaming': '' }, {}, 'no yarn-site.xml in '],
])('the error says that %s is missing', (_, programs, files, message) => {
  const home = machine(programs, files);
  expect(() => findHadoop({ PATH: `${home}/bin`, HADOOP_CONF_DIR: `${home}/conf` })).toThrow(
    expect.objectContaining({ exitCode: 69, message: expect.stringContaining(message) }),
  );
});

describe('the commands of Hadoop', () => {
  const hadoopThat = (script: string, given: readonly string[] = []) => {
    const home = machine({ 'bin/hadoop': `#!/bin/sh\n${script}\n`, 'bin/yarn': '', 'bin/hadoop-streaming': '' }, SITE);
    const env = { PATH: `${home}/bin:${process.env.PATH}`, HADOOP_CONF_DIR: `${home}/conf` };
    return { home, hadoop: new Hadoop(findHadoop(env), given, env) };
  };

  it('read the bytes of files unchanged', async () => {
    const { hadoop } = hadoopThat(`[ "$*" = "fs -cat /tmp/x/part-*" ] && printf 'a\\r\\0\\377\\n'`);
    expect(await hadoop.read('/tmp/x/part-*', GOES_ON)).toEqual(Buffer.from([97, 13, 0, 255, 10]));
  });

  it('get the properties of the user, also those for files', async () => {
    const { hadoop } = hadoopThat('echo "$*"', ['fs.defaultFS=hdfs://b']);
    expect(String(await hadoop.read('/x', GOES_ON))).toBe('fs -D fs.defaultFS=hdfs://b -cat /x\n');
  });

  it('repeat a copy that broke off', async () => {
    const put =
      'if [ -d "$4" ]; then cp -r "$3" "$4/"; elif [ -e once ]; then cp -r "$3" "$4"; else mkdir "$4"; touch once; exit 1; fi';
    const { home, hadoop } = hadoopThat(`cd "\${0%/*}"; case "$2" in -put) ${put};; -rm) rm -r "$6";; esac`);
    await hadoop.put(`${home}/conf`, `${home}/copy`, GOES_ON);
    expect(readdirSync(`${home}/copy`)).toEqual(readdirSync(`${home}/conf`));
  });

  it('make the parent folder when it is missing', async () => {
    const { home, hadoop } = hadoopThat(
      `case "$2" in -mkdir) mkdir -p "$4";; -put) [ -d "$(dirname "$4")" ] && cp "$3" "$4";; esac`,
    );
    await hadoop.put(`${home}/conf/yarn-site.xml`, `${home}/new/folder/copy`, GOES_ON);
    expect(hadoop.properties().size).toBe(0);
    expect((await hadoop.read('x', GOES_ON)).length).toBe(0);
  });

  it.each([
    ['put', (hadoop: Hadoop) => hadoop.put('/a', '/tmp/b', GOES_ON), "cannot copy the job's manifest to '/tmp/b'"],
    ['read', (hadoop: Hadoop) => hadoop.read('/tmp/b', GOES_ON), "cannot read '/tmp/b'"],
  ])('report why they cannot %s', async (_, work, message) => {
    const { hadoop } = hadoopThat(`echo "WARN something" >&2; echo "put: Permission denied: user=ann" >&2; exit 1`);
    await expect(work(hadoop)).rejects.toMatchObject({
      exitCode: 69,
      message: `${message} on the cluster's file system: put: Permission denied: user=ann`,
    });
  });

  it('tell whether a folder still exists', async () => {
    expect(await hadoopThat('exit 0').hadoop.remove('/tmp/b')).toBe(true);
    expect(await hadoopThat('exit 1').hadoop.remove('/tmp/b')).toBe(false);
  });

  it('are not started with a configuration that cannot be read', () => {
    const home = machine({ ...BIN, 'bin/hadoop-streaming': '' }, { 'conf/yarn-site.xml': '<configuration><property>' });
    const env = { PATH: `${home}/bin`, HADOOP_CONF_DIR: `${home}/conf` };
    expect(() => new Hadoop(findHadoop(env), [], env).properties()).toThrow(
      expect.objectContaining({
        exitCode: 69,
        message: expect.stringMatching(/^cannot read Hadoop's configuration in '.*': .+$/),
      }),
    );
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('commands of Hadoop that hang', () => {
  const hanging = new Set<number>();

  afterEach(() => {
    for (const pid of [...hanging].filter(isThere)) process.kill(pid, 'SIGKILL');
    hanging.clear();
  });

  /** A Hadoop that hangs at this call, as without a name node. The test decides when the time of a call is over. */
  function hadoopThatHangsAt(call: string) {
    const hang = `#!/bin/sh
echo "$1 $2" >> "\${0%/*}/calls"
[ "$1 $2" = '${call}' ] || exit 1
echo $$ > "\${0%/*}/hanging"
exec tail -f /dev/null
`;
    const home = machine({ 'bin/hadoop': hang, 'bin/yarn': hang, 'bin/hadoop-streaming': '' }, SITE);
    const env = { PATH: `${home}/bin:${process.env.PATH}`, HADOOP_CONF_DIR: `${home}/conf` };
    const time = new AbortController();
    const untilItHangs = async () => {
      const file = `${home}/bin/hanging`;
      await until(`'${call}' hangs`, () => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
      const pid = Number(readFileSync(file, 'utf8'));
      hanging.add(pid);
      return pid;
    };
    const endItsTime = async () => {
      const pid = await untilItHangs();
      time.abort();
      return pid;
    };
    const calls = () => readFileSync(`${home}/bin/calls`, 'utf8').split('\n').filter(Boolean);
    return { hadoop: new Hadoop(findHadoop(env), [], env, () => time.signal), untilItHangs, endItsTime, calls };
  }

  it.each<[call: string, whole: string, work: (hadoop: Hadoop) => Promise<unknown>, calls: readonly string[]]>([
    ['fs -put', '-put /a /tmp/b', (hadoop) => hadoop.put('/a', '/tmp/b', GOES_ON), ['fs -put']],
    ['fs -rm', '-rm -r -f -skipTrash /tmp/b', (hadoop) => hadoop.put('/a', '/tmp/b', GOES_ON), ['fs -put', 'fs -rm']],
    [
      'fs -mkdir',
      '-mkdir -p /tmp',
      (hadoop) => hadoop.put('/a', '/tmp/b', GOES_ON),
      ['fs -put', 'fs -rm', 'fs -mkdir'],
    ],
    ['fs -cat', '-cat /tmp/b/part-*', (hadoop) => hadoop.read('/tmp/b/part-*', GOES_ON), ['fs -cat']],
  ])('are killed when their time is over, and no other command is tried: %s', async (call, whole, work, expected) => {
    const { hadoop, endItsTime, calls } = hadoopThatHangsAt(call);
    const done = work(hadoop).catch((error) => error);
    const pid = await endItsTime();
    expect(await done).toMatchObject({
      exitCode: 69,
      message: `'hadoop fs ${whole}' had not ended after 180 s: see whether 'hadoop fs -ls /' answers here, then run again`,
    });
    expect(calls()).toEqual(expected);
    expect(isThere(pid)).toBe(false);
  });

  it('are killed when the run is aborted', async () => {
    const { hadoop, untilItHangs, calls } = hadoopThatHangsAt('fs -put');
    const run = new AbortController();
    const done = hadoop.put('/a', '/tmp/b', run.signal).catch((error) => error);
    const pid = await untilItHangs();
    run.abort(new Error('interrupted by SIGINT; nothing was changed'));
    expect(await done).toBe(run.signal.reason);
    await expect(hadoop.read('/tmp/b/part-*', run.signal)).rejects.toBe(run.signal.reason);
    expect(calls()).toEqual(['fs -put']);
    expect(isThere(pid)).toBe(false);
  });

  it.each<[call: string, work: (hadoop: Hadoop) => Promise<unknown>]>([
    ['fs -rm', (hadoop) => hadoop.remove('/tmp/b')],
    ['application -kill', (hadoop) => hadoop.kill('application_1_1')],
  ])('count as failed, without an error, when their caller reports the failure: %s', async (call, work) => {
    const { hadoop, endItsTime } = hadoopThatHangsAt(call);
    const done = work(hadoop);
    const pid = await endItsTime();
    expect(await done).toBe(false);
    expect(isThere(pid)).toBe(false);
  });
});

it('commands of Hadoop log to the console, also in a step on EMR', () => {
  const env = childEnvironment({ HADOOP_ROOT_LOGGER: 'INFO,DRFA', HADOOP_LOGFILE: 'syslog', HOME: '/home/hadoop' });
  expect(env).toMatchObject({ HADOOP_ROOT_LOGGER: 'INFO,console', HADOOP_LOGFILE: 'hadoop.log', HOME: '/home/hadoop' });
});

it.each([
  [undefined, '-XX:TieredStopAtLevel=1'],
  ['-Xmx1g -XX:TieredStopAtLevel=4', '-XX:TieredStopAtLevel=1 -Xmx1g -XX:TieredStopAtLevel=4'],
])(
  'a command of Hadoop starts fast, unless the options %j for its JVM say otherwise',
  (HADOOP_CLIENT_OPTS, options) => {
    expect(childEnvironment({ HADOOP_CLIENT_OPTS }).HADOOP_CLIENT_OPTS).toBe(options);
  },
);

it.each([
  [['INFO a', 'ERROR b', '\tat x.Y(Z.java:1)', 'INFO c'], 'ERROR b'],
  [['first', 'second', '  ... 5 more'], 'second'],
  [[], 'it said nothing'],
])('the line that tells the error is found in %j', (said, line) => {
  expect(lastSaid(said)).toBe(line);
});
