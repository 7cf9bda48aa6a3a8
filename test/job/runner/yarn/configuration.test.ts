import {
  isVirtualMemoryChecked,
  jobHistoryUrl,
  propertiesOf,
  resourceManagerUrl,
} from '../../../../job/runner/yarn/configuration';

const site = (properties: Record<string, string>) =>
  `<?xml version="1.0"?><!-- a comment --><configuration>${Object.entries(properties)
    .map(([name, value]) => `<property><name>${name}</name><value>${value}</value><final>true</final></property>`)
    .join('\n')}</configuration>`;

/** How a value names another property. */
const named = (name: string) => `\${${name}}`;

it('finds the services of a cluster', () => {
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

it('puts in what values name, takes the later file, and a given property before all', () => {
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

it('follows the policy, and does not wind itself up in a value that names itself', () => {
  const https = propertiesOf([site({ 'yarn.http.policy': 'HTTPS_ONLY', 'yarn.resourcemanager.hostname': 'rm' })], []);
  expect(resourceManagerUrl(https)).toBe('https://rm:8090');
  const loop = propertiesOf(
    [site({ 'yarn.resourcemanager.webapp.address': named('yarn.resourcemanager.webapp.address') })],
    [],
  );
  expect(resourceManagerUrl(loop)).toBe(`http://${named('yarn.resourcemanager.webapp.address')}`);
});

it('knows values that XML escapes, and files without any property', () => {
  const properties = propertiesOf(
    ['<configuration/>', site({ 'yarn.resourcemanager.webapp.address': 'a&amp;b:1' })],
    [],
  );
  expect(resourceManagerUrl(properties)).toBe('http://a&b:1');
});

it('refuses several ResourceManagers, and says how to name one', () => {
  const properties = propertiesOf([site({ 'yarn.resourcemanager.ha.enabled': 'true' })], []);
  expect(() => resourceManagerUrl(properties)).toThrow(
    expect.objectContaining({
      exitCode: 69,
      message: expect.stringContaining('--hadoop yarn.resourcemanager.hostname='),
    }),
  );
});

it('refuses what is no XML', () => {
  expect(() => propertiesOf(['<configuration><property>'], [])).toThrow(/configuration/);
});
