import {
  directFileSystem,
  isVirtualMemoryChecked,
  jobHistoryUrl,
  largestContainer,
  propertiesOf,
  resourceManagerUrl,
  runsInstalledHadoop,
  usualQueue,
} from '../../../../job/runner/yarn/configuration';

const site = (properties: Record<string, string>) =>
  `<?xml version="1.0"?><!-- a comment --><configuration>${Object.entries(properties)
    .map(([name, value]) => `<property><name>${name}</name><value>${value}</value><final>true</final></property>`)
    .join('\n')}</configuration>`;

/** The notation by which a value refers to another property. */
const named = (name: string) => `\${${name}}`;

it('the addresses of the services of a cluster are found', () => {
  const properties = propertiesOf(
    [
      site({ 'mapreduce.jobhistory.webapp.address': '10.0.0.9:19888' }),
      site({ 'yarn.resourcemanager.hostname': '10.0.0.4' }),
    ],
    [],
  );
  expect(resourceManagerUrl(properties)).toBe('http://10.0.0.4:8088');
  expect(jobHistoryUrl(properties)).toBe('http://10.0.0.9:19888');
  expect(isVirtualMemoryChecked(properties)).toBe(true);
});

it('references are resolved, a later file overrides an earlier one, and a given property overrides all files', () => {
  const properties = propertiesOf(
    [
      site({ 'yarn.resourcemanager.hostname': 'old', 'a.port': '1' }),
      site({
        'yarn.resourcemanager.hostname': 'rm.example',
        'a.host': named('yarn.resourcemanager.hostname'),
        'yarn.resourcemanager.webapp.address': ` ${named('a.host')}:${named('a.port')} `,
        'yarn.nodemanager.vmem-check-enabled': 'false',
      }),
    ],
    ['a.port=8188'],
  );
  expect(resourceManagerUrl(properties)).toBe('http://rm.example:8188');
  expect(jobHistoryUrl(properties)).toBe('http://rm.example:19888');
  expect(isVirtualMemoryChecked(properties)).toBe(false);
});

it('the HTTP policy is followed, and a property that refers to itself does not cause an endless loop', () => {
  const https = propertiesOf([site({ 'yarn.http.policy': 'HTTPS_ONLY', 'yarn.resourcemanager.hostname': 'rm' })], []);
  expect(resourceManagerUrl(https)).toBe('https://rm:8090');
  const loop = propertiesOf(
    [site({ 'yarn.resourcemanager.webapp.address': named('yarn.resourcemanager.webapp.address') })],
    [],
  );
  expect(resourceManagerUrl(loop)).toBe(`http://${named('yarn.resourcemanager.webapp.address')}`);
});

it('XML escapes are decoded, and files without properties are accepted', () => {
  const properties = propertiesOf(
    ['<configuration/>', site({ 'yarn.resourcemanager.webapp.address': 'a&amp;b:1' })],
    [],
  );
  expect(resourceManagerUrl(properties)).toBe('http://a&b:1');
});

it('several ResourceManagers are refused, and the message says how to name one', () => {
  const properties = propertiesOf([site({ 'yarn.resourcemanager.ha.enabled': 'true' })], []);
  expect(() => resourceManagerUrl(properties)).toThrow(
    expect.objectContaining({
      exitCode: 69,
      message: expect.stringContaining('--hadoop yarn.resourcemanager.hostname='),
    }),
  );
});

it('jobs that name no queue go to the default queue, or to the one that a property names', () => {
  expect(usualQueue(propertiesOf([], []))).toBe('default');
  expect(usualQueue(propertiesOf([], ['mapreduce.job.queuename=night']))).toBe('night');
});

it('the largest container is that of the configuration, or of the defaults of Hadoop', () => {
  expect(largestContainer(propertiesOf([], []))).toEqual({ memoryBytes: 8192 * 2 ** 20, cores: 4 });
  const given = ['yarn.scheduler.maximum-allocation-mb=11520', 'yarn.scheduler.maximum-allocation-vcores=128'];
  expect(largestContainer(propertiesOf([], given))).toEqual({ memoryBytes: 11_520 * 2 ** 20, cores: 128 });
});

it('a file that is not XML is refused', () => {
  expect(() => propertiesOf(['<configuration><property>'], [])).toThrow(/configuration/);
});

const HDFS = { 'fs.defaultFS': 'hdfs://10.0.0.4:8020' };

it.each([
  ['files of this machine', { 'fs.defaultFS': 'file:///' }, 'disk'],
  ['HDFS', HDFS, { nameNode: 'http://10.0.0.4:9870' }],
  [
    'HDFS with a named address',
    { ...HDFS, 'dfs.namenode.http-address': '0.0.0.0:50070' },
    { nameNode: 'http://10.0.0.4:50070' },
  ],
  [
    'HDFS with another host for its pages',
    { ...HDFS, 'nn.host': 'nn', 'dfs.namenode.http-address': `${named('nn.host')}:1` },
    { nameNode: 'http://nn:1' },
  ],
])('the default file system can be reached without a command where it is %s', (_, properties, found) => {
  expect(directFileSystem(propertiesOf([site(properties)], []))).toEqual(found);
});

it.each([
  ['it is in no file that was read', {}],
  ['it is no URL', { 'fs.defaultFS': 'here' }],
  ['it is an object store', { 'fs.defaultFS': 's3://bucket' }],
  ['its files have a class of their own', { 'fs.defaultFS': 'file:///', 'fs.file.impl': 'x.Y' }],
  ['it has several NameNodes', { 'fs.defaultFS': 'hdfs://all', 'dfs.nameservices': 'all' }],
  ['it names no host', { 'fs.defaultFS': 'hdfs:///' }],
  ['it has Kerberos', { ...HDFS, 'hadoop.security.authentication': 'kerberos' }],
  ['it has HTTPS alone', { ...HDFS, 'dfs.http.policy': 'HTTPS_ONLY' }],
  ['its REST service is off', { ...HDFS, 'dfs.webhdfs.enabled': 'false' }],
])('the default file system needs the commands of Hadoop where %s', (_, properties) => {
  expect(directFileSystem(propertiesOf([site(properties)], []))).toBeNull();
});

it('a job may bring a Hadoop of its own', () => {
  const framework = 'mapreduce.application.framework.path';
  expect(runsInstalledHadoop(propertiesOf([], []))).toBe(true);
  expect(runsInstalledHadoop(propertiesOf([], [`${framework}=`]))).toBe(true);
  expect(runsInstalledHadoop(propertiesOf([], [`${framework}=hdfs:///mr.tgz#mr`]))).toBe(false);
});
