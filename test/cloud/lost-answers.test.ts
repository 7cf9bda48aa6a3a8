/** Submissions whose answer is lost: AWS carries the request out, and the connection breaks. */

import { spawnSync } from 'node:child_process';
import { type AwsTrouble, startAwsTrouble, type Trouble } from '../support/aws-trouble';
import { onCloud } from '../support/cloud';
import { Deployed, GOOD, removeJobOnOneMachine } from '../support/cloud-deployment';
import { DEDUP } from '../support/command';
import { dedupResident as dedup } from '../support/resident';

const POLL = ['--poll', '1s'];
const DENIED: Trouble = { name: 'AccessDeniedException', message: 'not authorized' };

onCloud('a submission whose answer is lost', { hasYarn: false }, (cloud) => {
  let deployed: Deployed;
  let trouble: AwsTrouble;
  beforeAll(async () => {
    deployed = await new Deployed(cloud()).start();
    await deployed.put('in/a', GOOD);
    trouble = await startAwsTrouble(cloud().endpoint);
  });
  afterAll(() => trouble?.stop());
  afterAll(removeJobOnOneMachine);

  const somewhere = (name: string) => `s3://${deployed.bucket}/${name}`;

  async function submit(judge: AwsTrouble['judge'], ...args: string[]) {
    const before = trouble.asked.length;
    trouble.judge = judge;
    const env = { ...deployed.environment, AWS_ENDPOINT_URL: trouble.endpoint };
    const outcome = await dedup(['submit', ...args, '--json', '--stack', deployed.stack], { env });
    return { ...outcome, asked: trouble.asked.slice(before) };
  }

  const lose = (lost: string) => (operation: string) => (operation === lost ? ('lose-answer' as const) : undefined);
  const runSteps = async () =>
    (await deployed.emr.steps(deployed.cluster)).filter(({ Name }) => Name === 'run dedup').map(({ Id = '' }) => Id);

  test('adds a single step and prints its id', async () => {
    const { exitCode, stdout, asked } = await submit(lose('AddJobFlowSteps'));
    expect(exitCode).toBe(0);
    const { step, ...submitted } = JSON.parse(stdout);
    expect(submitted).toMatchObject({ cluster: deployed.cluster, copies: true });
    expect(await runSteps()).toEqual([step]);
    expect(asked.filter((each) => each === 'AddJobFlowSteps')).toHaveLength(1);
    expect((await deployed.dedup('wait', step, ...POLL)).exitCode).toBe(0);
  });

  test('starts a single cluster and prints its id', async () => {
    const before = await deployed.emr.clusters();
    const { exitCode, stdout } = await submit(lose('RunJobFlow'), '--new-cluster', '--output', somewhere('own'));
    expect(exitCode).toBe(0);
    const { cluster, step, run } = JSON.parse(stdout);
    expect(await deployed.emr.clusters()).toEqual([cluster, ...before]);
    expect((await deployed.emr.cluster(cluster)).Name).toBe(`a cluster-${run}`);
    expect((await deployed.emr.steps(cluster))[0]?.Id).toBe(step);
    await deployed.emr.terminate(cluster);
  });

  test('and whose result cannot be looked for has an exit code of its own, and prints the run id', async () => {
    let isLost = false;
    const { exitCode, stdout, stderr } = await submit((operation) => {
      if (operation === 'ListSteps' && isLost) return DENIED;
      if (operation !== 'AddJobFlowSteps') return undefined;
      isLost = true;
      return 'lose-answer';
    });
    const known = JSON.parse(stdout);
    expect({ exitCode, known }).toEqual({
      exitCode: 76,
      known: {
        run: expect.stringMatching(/^\d{8}t\d{6}z-/),
        region: 'us-east-1',
        cluster: deployed.cluster,
        step: null,
        copies: false,
        output: deployed.output,
      },
    });
    expect(stderr).toContain(
      `it is not known whether run ${known.run} was submitted: cannot add steps to cluster ${deployed.cluster}: `,
    );
    expect(stderr).toContain(`'dedup submit --run-id ${known.run}' with the same inputs and options`);
    // that finds it
    const [step] = await runSteps();
    const again = await submit(() => undefined, '--run-id', known.run);
    expect(JSON.parse(again.stdout)).toEqual({ ...known, step });
    expect(again.asked).not.toContain('AddJobFlowSteps');
    expect((await deployed.dedup('wait', step as string, ...POLL)).exitCode).toBe(0);
  });

  test('of a cluster that was started before finds that cluster by the run id', async () => {
    const args = ['--new-cluster', '--run-id', '20261122t152504z-nightly', '--output', somewhere('nightly')];
    const first = await deployed.submit(...args);
    const before = await deployed.emr.clusters();
    const { exitCode, stdout } = await submit(() => undefined, ...args);
    expect({ exitCode, submitted: JSON.parse(stdout) }).toEqual({ exitCode: 0, submitted: first });
    expect((await deployed.dedup('submit', ...args)).stdout).toMatch(
      /^run 20261122t152504z-nightly was submitted before as step s-\w+ to new cluster j-\w+\n/,
    );
    expect(await deployed.emr.clusters()).toEqual(before);
    await deployed.emr.terminate(first.cluster);
  });

  test('that cannot be printed to a full disk has that exit code too, and prints the running step', async () => {
    const command = `exec "$0" "$1" submit --stack ${deployed.stack} --json > /dev/full`;
    const env = { ...process.env, ...deployed.environment };
    const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, DEDUP], { env, encoding: 'utf8' });
    const [step] = await runSteps();
    expect(stderr).toMatch(
      new RegExp(
        `^dedup: cannot write to standard output: no space left on device; run \\S+ is under way, as step ${step} of cluster ${deployed.cluster}\n$`,
      ),
    );
    expect(status).toBe(76);
    await deployed.emr.untilStep(deployed.cluster, step as string, 'COMPLETED');
  });

  test('may be carried out twice, and publishes once', async () => {
    const { step, run } = await deployed.submit();
    expect((await deployed.dedup('wait', step, ...POLL)).exitCode).toBe(0);
    const published = await deployed.get('latest/_dedup/summary.json');
    const { Name, Config } = await deployed.emr.step(deployed.cluster, step);
    const twice = {
      Name,
      ActionOnFailure: 'CONTINUE' as const,
      HadoopJarStep: { Jar: Config?.Jar, Args: Config?.Args },
    };
    const [second = ''] = await deployed.emr.add(deployed.cluster, twice);
    expect((await deployed.dedup('wait', second, ...POLL)).exitCode).toBe(0);
    expect(await deployed.get('latest/_dedup/summary.json')).toBe(published);
    expect((await deployed.dedup('logs', second)).stdout).toContain(
      `run ${run} is published already in ${deployed.output}: nothing was done\n`,
    );
  });
});
