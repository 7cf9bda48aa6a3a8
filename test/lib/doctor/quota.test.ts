import { about } from '../../support/doctor';

describe('the quota of EC2', () => {
  const RAISE =
    'aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 40 --region us-east-1';
  const ALLOWED = (quota: number) => `the account may run ${quota} in us-east-1, all its standard instances together`;

  it('is too small for the cluster', async () => {
    expect(await about('quota', { quotaVcpus: { value: 19 } })).toEqual([
      `fix quota the cluster takes 20 vCPUs, and ${ALLOWED(19)}; ${RAISE}`,
    ]);
  });

  it.each([20, 39])('of %d is too small for the next cluster beside it', async (quota) => {
    expect(await about('quota', { quotaVcpus: { value: quota } })).toEqual([
      `warn quota the cluster takes 20 vCPUs, replacing it takes 40 for a while, and ${ALLOWED(quota)}; ${RAISE}`,
    ]);
  });

  it('is enough for two clusters', async () => {
    expect((await about('quota', { quotaVcpus: { value: 40 } }))[0]).toMatch(/^ok /);
  });

  it('is not judged for instance types that EC2 does not describe', async () => {
    expect(await about('quota', { vcpus: { value: { 'm3.xlarge': 4 } } }, { coreInstanceType: 'm9i.xlarge' })).toEqual([
      'skip quota the vCPUs of the instance types are not known',
    ]);
  });

  it('is another one for other instance families', async () => {
    const context = { masterInstanceType: 'p3.2xlarge', coreInstanceType: 'inf1.xlarge' };
    expect(await about('quota', {}, context)).toEqual([
      'skip quota the quota of standard instances does not count p3.2xlarge and inf1.xlarge; see Service Quotas for theirs',
    ]);
  });
});
