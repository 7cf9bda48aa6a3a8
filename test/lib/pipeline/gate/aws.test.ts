/** Errors of a gate before its first request to AWS. */

import { gatePlace } from '../../../../lib/pipeline/gate/aws';

const NOTHING = {
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const before = process.env;
beforeEach(() => {
  const others = Object.entries(before).filter(([name]) => !name.startsWith('AWS_'));
  process.env = { ...Object.fromEntries(others), ...NOTHING };
});
afterEach(() => {
  process.env = before;
});

test('a gate needs a region', async () => {
  await expect(gatePlace('dedup-cluster')).rejects.toMatchObject({
    exitCode: 64,
    message: 'no AWS region is set: set AWS_REGION, or region in the AWS profile',
  });
});

test('a gate needs credentials', async () => {
  process.env.AWS_REGION = 'us-east-1';
  await expect(gatePlace('dedup-cluster')).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(/^stack dedup-cluster: .*credentials/),
  });
});
