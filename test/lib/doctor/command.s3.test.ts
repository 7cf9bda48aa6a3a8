import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { doctorCommand } from '../../../lib/doctor/command';
import { onS3 } from '../../support/s3-tests';

const FACTS = {
  node: { version: '24.21.0', architecture: 'x64', glibc: '2.28' },
  account: null,
  today: '2026-11-22',
} as const;

onS3('dedup doctor in a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-doctor-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('names the resources that the account lacks, until they exist', async () => {
    const context = { '@aws-cdk/core:bootstrapQualifier': 'doctored', masterInstanceType: 'm5.xlarge' };
    fs.writeFileSync(path.join(folder, 'cdk.json'), JSON.stringify({ app: 'none', context }));
    const said: string[] = [];
    const run = () =>
      doctorCommand(
        folder,
        ['coreInstanceType=m5.xlarge'],
        () => FACTS,
        (line) => said.push(line),
      );

    expect(await run()).toBe(69);
    const missing = /^fix {3}bootstrap +the CDK has not been bootstrapped in us-east-1; npx cdk bootstrap$/;
    expect(said.filter((line) => missing.test(line))).toHaveLength(1);

    const ssm = new SSMClient({});
    await ssm.send(new PutParameterCommand({ Name: '/cdk-bootstrap/doctored/version', Value: '30', Type: 'String' }));
    ssm.destroy();
    said.length = 0;
    expect(await run()).toBe(0);
    expect(said.filter((line) => /^ok {4}bootstrap +the CDK's bootstrap has version 30$/.test(line))).toHaveLength(1);
  });
});
