/** A workflow of GitHub Actions after its deployment: its identity in AWS, and the gate that it runs. */

import { join } from 'node:path';
import type { Cloud } from './cloud';
import { type Outcome, ROOT, type Running, startDedup } from './command';
import { temporaryFolder } from './folder';

const ISSUER = 'token.actions.githubusercontent.com';

export interface GateRoles {
  /** The ARN of the role of the workflow. */
  readonly workflow: string;
  /** The ARN of the role that the workflow assumes to run the gate. */
  readonly gate: string;
}

/** A workflow, for the duration of one test. */
export class Workflow {
  readonly environment: NodeJS.ProcessEnv;

  /** @param subject the subject of GitHub's token, such as `repo:owner/name:ref:refs/heads/main` */
  constructor(cloud: Cloud, { workflow, gate }: GateRoles, subject: string) {
    const token = { iss: `https://${ISSUER}`, aud: 'sts.amazonaws.com', sub: subject };
    const folder = temporaryFolder({ token: ['{}', JSON.stringify(token), ''].map(base64Url).join('.') });
    const profiles = temporaryFolder({
      config:
        `[profile github]\nrole_arn = ${workflow}\nweb_identity_token_file = ${join(folder, 'token')}\n` +
        `[profile gate]\nrole_arn = ${gate}\nsource_profile = github\n`,
    });
    this.environment = {
      ...cloud.environment,
      // removes the credentials of the stand-in, which have all rights
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: join(profiles, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(profiles, 'none'),
      AWS_PROFILE: 'gate',
      NODE_NO_WARNINGS: '1',
    };
  }

  /** The program of `npm run gate`. */
  startGate(sample: string, ...context: string[]): Running {
    const args = ['--sample', sample, ...context.flatMap((each) => ['-c', each])];
    const program = { program: join(ROOT, 'bin/gate.ts'), nodeOptions: ['--import', 'tsx'] };
    return startDedup(args, { ...program, env: this.environment, isAsked: true });
  }

  dedup(...args: string[]): Promise<Outcome> {
    return startDedup(args, { env: this.environment }).ended;
  }
}

function base64Url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
