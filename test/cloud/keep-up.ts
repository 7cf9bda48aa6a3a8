/** `npm run cloud`: keeps a stand-in for AWS up, for a deployment without an account (lib/README.md, "Without an account"). */

import { installCloud, startCloud } from '../support/cloud';
import { whyNoYarn } from '../support/cloud-yarn';

/** EX_UNAVAILABLE of sysexits.h. */
const MISSING = 69;
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function main(): Promise<void> {
  const missing = installCloud() ?? whyNoYarn();
  if (missing !== null) {
    process.stderr.write(`cloud: ${missing}\n`);
    process.exitCode = MISSING;
    return;
  }
  const cloud = await startCloud();
  process.stdout.write(howToUse(cloud.environment));
  const stop = new Promise((resolve) => {
    for (const signal of STOPPING) process.once(signal, resolve);
  });
  // nothing else keeps this process
  const alive = setInterval(() => undefined, 2 ** 30);
  await Promise.race([stop, cloud.ended]);
  clearInterval(alive);
  await cloud.stop();
}

function howToUse(environment: Readonly<Record<string, string>>): string {
  const variables = Object.entries(environment).map(([name, value]) => `    export ${name}=${value}`);
  return `An AWS of this machine is up until Ctrl-C, with nothing in it. In another terminal:

${variables.join('\n')}
    unset AWS_PROFILE
    alias aws="$PWD/test/aws/commands/aws"

    npx cdk bootstrap                          # once, what the CDK CLI needs in an account
    npx cdk deploy dedup-storage --require-approval never
    aws s3 cp --recursive assets/sample "$(aws cloudformation describe-stacks --stack-name dedup-storage \\
      --query 'Stacks[0].Outputs[?OutputKey==\`Input\`].OutputValue' --output text)"
    npx cdk deploy --all --require-approval never
    aws emr list-steps --cluster-id "$(aws emr list-clusters --query 'Clusters[0].Id' --output text)"
    npx cdk destroy --all --force

`;
}

void main();
