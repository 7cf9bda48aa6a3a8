import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { DEFAULT_QUALIFIER, doctorCommand } from '../../../lib/doctor/command';

const FACTS = {
  node: { version: '24.21.0', architecture: 'x64', glibc: '2.28' },
  account: null,
  today: '2026-11-22',
} as const;

let folder: string;
const before = { ...process.env };
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-doctor-'));
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) delete process.env[name];
  Object.assign(process.env, { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
});
afterEach(() => {
  process.env = { ...before };
  fs.rmSync(folder, { recursive: true, force: true });
});

const run = (...assignments: string[]) =>
  doctorCommand(
    folder,
    assignments,
    () => FACTS,
    () => {},
  );

it("the doctor uses the CDK's default qualifier", () => {
  expect(DEFAULT_QUALIFIER).toBe(DefaultStackSynthesizer.DEFAULT_QUALIFIER);
});

it('the doctor needs a cdk.json', async () => {
  await expect(run()).rejects.toMatchObject({ exitCode: 66 });
});

it('the doctor needs valid settings', async () => {
  fs.writeFileSync(path.join(folder, 'cdk.json'), '{"context":{"coreInstanceCount":0}}');
  const said: string[] = [];
  expect(
    await doctorCommand(
      folder,
      ['header=x'],
      () => FACTS,
      (line) => said.push(line),
    ),
  ).toBe(64);
  expect(said).toEqual([
    'fix   settings        coreInstanceCount is 0, expected a whole number from 1',
    "fix   settings        header is 'x', expected true or false",
  ]);
});

it('the doctor needs a region', async () => {
  fs.writeFileSync(path.join(folder, 'cdk.json'), '{}');
  await expect(run()).rejects.toMatchObject({
    exitCode: 64,
    message: 'no AWS region is set: set AWS_REGION, or region in the AWS profile',
  });
});
