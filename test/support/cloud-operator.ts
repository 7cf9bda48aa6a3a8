/** A user in the account of the stand-in, who has only the rights of a policy. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { Cloud } from './cloud';
import { configOf } from './cloud-emr';
import { ROOT } from './command';

const NAME = 'operator';

/** The rights that lib/operate/README.md lists for a command that finds its cluster by its stack. */
export function rightsOf(command: string): readonly string[] {
  const lines = readFileSync(join(ROOT, 'lib/operate/README.md'), 'utf8').split('\n');
  return ['all of these', `\`${command}\``].flatMap((name) => {
    const row = lines.find((line) => line.startsWith(`| ${name} | \``));
    if (row === undefined) throw new Error(`lib/operate/README.md lists no rights of ${name}`);
    return [...row.matchAll(/`(\w+:\w+)`/g)].map(([, action]) => String(action));
  });
}

export class Operator {
  private constructor(
    private readonly iam: IAMClient,
    /** The environment for processes of this user. */
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Makes a user without any right. */
  static async make(cloud: Cloud): Promise<Operator> {
    const iam = new IAMClient(configOf(cloud));
    await iam.send(new CreateUserCommand({ UserName: NAME }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: NAME }));
    return new Operator(iam, {
      ...cloud.environment,
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
      NODE_NO_WARNINGS: '1',
    });
  }

  /** Allows these actions from now on, and no others. */
  async may(actions: readonly string[]): Promise<void> {
    const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await this.iam.send(new PutUserPolicyCommand({ UserName: NAME, PolicyName: 'own', PolicyDocument }));
  }
}
