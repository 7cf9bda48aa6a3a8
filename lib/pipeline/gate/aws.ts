/** The gate's own requests to AWS. All other requests come from the commands that the gate runs. */

import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { awsFailure, isAwsError } from '../../../job/aws/failure';
import { regionOption, requireRegion } from '../../../job/aws/region';
import { EXIT } from '../../../job/shared/exit';
import { exitCodeOf, messageOf } from '../../../job/shared/failure';
import { locationBelow, parseS3 } from '../../../job/shared/s3-location';
import { GATE_OUTPUTS } from '../../deployment/outputs';
import { GateFailure } from './gate';
import type { ReadFile } from './records';

/** Returns the place of a stack's gates, `s3://bucket/prefix/`. */
export async function gatePlace(stack: string): Promise<string> {
  const client = new CloudFormationClient(regionOption(process.env));
  await requireRegion(client);
  const command = new DescribeStacksCommand({ StackName: stack });
  const { Stacks } = await client.send(command).catch((error) => {
    throw notFound(stack, error);
  });
  const place = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === GATE_OUTPUTS.place)?.OutputValue;
  if (place !== undefined) return place;
  throw new GateFailure(
    EXIT.unavailable,
    `stack ${stack} has no output ${GATE_OUTPUTS.place}: set pipeline in cdk.json, and deploy it`,
  );
}

function notFound(stack: string, error: Error): GateFailure {
  if (isAwsError(error, /does not exist/i)) {
    const message = `no stack ${stack}: set pipeline in cdk.json, and make it with 'npx cdk deploy --all'`;
    return new GateFailure(EXIT.unavailable, message, { cause: error });
  }
  return refused('cloudformation:DescribeStacks', `stack ${stack}`, error);
}

function refused(right: string, subject: string, error: unknown): GateFailure {
  const failure = awsFailure(right, subject, error);
  return new GateFailure(exitCodeOf(failure), messageOf(failure), { cause: error });
}

export async function uploadFolder(folder: string, place: string): Promise<void> {
  const client = new S3Client(regionOption(process.env));
  for (const file of filesBelow(folder)) {
    const location = locationBelow(place, file);
    const { bucket: Bucket, key: Key } = parseS3(location);
    const Body = await readFile(path.join(folder, file));
    await client.send(new PutObjectCommand({ Bucket, Key, Body })).catch((error) => {
      throw refused('s3:PutObject', `cannot write ${location}`, error);
    });
  }
}

export function objectReader(place: string): ReadFile {
  const client = new S3Client(regionOption(process.env));
  return async (name) => {
    const location = locationBelow(place, name);
    const { bucket: Bucket, key: Key } = parseS3(location);
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return Body === undefined ? new Uint8Array() : await Body.transformToByteArray();
    } catch (error) {
      throw refused('s3:GetObject', `cannot read ${location}`, error);
    }
  };
}

/** Paths of all files, relative to the folder, with slashes. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) =>
    path.relative(folder, path.join(parentPath, name)).split(path.sep).join('/'),
  );
}
