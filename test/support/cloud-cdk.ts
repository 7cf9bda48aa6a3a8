/** The CDK CLI as a user runs it, against the stand-in. */

import { type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from './cloud';
import { ROOT } from './command';

const CDK = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
const BUILT_JOB = join(__dirname, 'built-job.cjs');
const SYNTH_APPS = join(__dirname, 'synth-apps.cjs');
const CODE_CACHE = join(__dirname, 'cdk-code-cache.cjs');
/** With it the CDK does not check the templates by its own rules, which takes eight seconds: nag.synth.test.ts does. */
const WITHOUT_RULES = { CDK_VALIDATION: 'false' };
/** With it the app gets the built job too. */
const QUICK = { NODE_OPTIONS: `--require=${BUILT_JOB}`, ...WITHOUT_RULES };

/** The error of a command of the CLI that failed. Its message is the whole output of the command. */
export class CdkFailed extends Error {}

/** Outputs of stacks by the stacks' names. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The kit's app, synthesised into folders of the stand-in. */
export class Cdk {
  constructor(private readonly cloud: Cloud) {}

  /** Makes the resources that the CDK CLI needs in an account. */
  bootstrap(): Promise<string> {
    // runs in a folder without an app
    return this.run(['bootstrap', 'aws://123456789012/us-east-1'], { cwd: this.cloud.folder });
  }

  /**
   * Returns the folder of the templates. The other commands reuse it, because making it takes most of their time.
   */
  synth(context: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.synthesize(context, QUICK);
  }

  /** The same for several contexts at once, without the CLI. */
  async synthAll<T extends readonly Readonly<Record<string, string>>[]>(
    ...contexts: T
  ): Promise<{ [each in keyof T]: string }> {
    const apps = contexts.map((context) => ({ folder: this.newFolder(), context }));
    const surroundings = { CDK_DEFAULT_ACCOUNT: '123456789012', CDK_DEFAULT_REGION: 'us-east-1' };
    await this.start(['--import', 'tsx', SYNTH_APPS, JSON.stringify(apps)], { env: { ...surroundings, ...QUICK } });
    return apps.map(({ folder }) => folder) as { [each in keyof T]: string };
  }

  /** Does the same as a user does: it builds the job. */
  synthFromScratch(context: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.synthesize(context, WITHOUT_RULES);
  }

  private async synthesize(context: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): Promise<string> {
    const folder = this.newFolder();
    const settings = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
    await this.run(['synth', '--quiet', '--output', folder, ...settings], { env });
    return folder;
  }

  private newFolder(): string {
    return mkdtempSync(join(this.cloud.folder, 'cdk.out-'));
  }

  /** Deploys all stacks, or the named ones. */
  async deploy(app: string, ...stacks: string[]): Promise<{ readonly said: string; readonly outputs: StackOutputs }> {
    const file = join(app, 'outputs.json');
    const which = stacks.length === 0 ? ['--all'] : stacks;
    const args = ['deploy', '--app', app, ...which, '--require-approval', 'never', '--outputs-file', file];
    const said = await this.run(args);
    return { said, outputs: JSON.parse(readFileSync(file, 'utf8')) };
  }

  destroy(app: string): Promise<string> {
    return this.run(['destroy', '--app', app, '--all', '--force']);
  }

  /** Runs the CLI. Returns the text of both output streams in the order of arrival. */
  private run(args: readonly string[], options: SpawnOptions = {}): Promise<string> {
    return this.start(['--require', CODE_CACHE, CDK, ...args, '--no-notices'], options);
  }

  private start(args: readonly string[], { cwd = ROOT, env: more = {} }: SpawnOptions): Promise<string> {
    const env = {
      ...process.env,
      ...this.cloud.environment,
      CDK_HOME: join(this.cloud.folder, 'cdk-home'),
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      NODE_NO_WARNINGS: '1',
      NODE_OPTIONS: '',
      ...more,
    };
    const child = spawn(process.execPath, args, { cwd, env, stdio: 'pipe' });
    child.stdin.end();
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => (code === 0 ? resolve(said) : reject(new CdkFailed(`${args.join(' ')}: ${said}`))));
    });
  }
}
