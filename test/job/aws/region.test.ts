import { chooseRegion, findRegion, regionOption, requireRegion } from '../../../job/aws/region';

const client = (region: () => Promise<string>) => ({ config: { region } });
const nowhere = client(() => Promise.reject(new Error('Region is missing')));

afterEach(() => {
  jest.restoreAllMocks();
  chooseRegion('');
});

test.each([
  [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }, { region: 'eu-west-1' }],
  [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' }, { region: 'us-east-1' }],
  [{}, {}],
])('with the environment %j the options of a client are %j', (env, option) => {
  expect(regionOption(env)).toEqual(option);
});

test('a chosen region takes precedence over the environment, and does not change it', () => {
  const env = { AWS_REGION: 'us-east-1' };
  chooseRegion('eu-west-1');
  expect(regionOption(env)).toEqual({ region: 'eu-west-1' });
  expect(env).toEqual({ AWS_REGION: 'us-east-1' });
});

test('the region is read from the configuration of a client', async () => {
  const there = client(async () => 'eu-west-1');
  expect(await findRegion(there)).toBe('eu-west-1');
  expect(await requireRegion(there)).toBe('eu-west-1');
});

test('without a region the error names the ways to set one', async () => {
  jest.replaceProperty(process, 'env', { ...process.env, AWS_PROFILE: '' });
  expect(await findRegion(nowhere)).toBeNull();
  await expect(requireRegion(nowhere, ', or name the outputs')).rejects.toMatchObject({
    exitCode: 64,
    message: 'no AWS region is set: set AWS_REGION, or region in the AWS profile, or name the outputs',
  });
  jest.replaceProperty(process, 'env', { ...process.env, AWS_PROFILE: 'mine' });
  await expect(requireRegion(nowhere)).rejects.toThrow("region in the AWS profile 'mine'");
});
