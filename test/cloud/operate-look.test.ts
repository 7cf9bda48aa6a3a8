/** The commands that show a cluster, with policies evaluated for every request. */

import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { onCloud } from '../support/cloud';
import { Deployed, GOOD, removeJobOnOneMachine } from '../support/cloud-deployment';
import { clusterRequest, commandRunner } from '../support/cloud-emr';
import { Operator, rightsOf } from '../support/cloud-operator';
import { dedup as dedupAlone, startDedup } from '../support/command';
import { folderOnDisk, temporaryFolder } from '../support/folder';
import { dedupResident as dedup } from '../support/resident';
import { until } from '../support/until';

const POLL = ['--poll', '1s'];
const BROWSER = '#!/bin/sh\nprintf %s "$1" > "$OPENED.part" && mv "$OPENED.part" "$OPENED"\n';
const IDLE = { AutoTerminationPolicy: { IdleTimeout: 3600 } };

onCloud('a cluster', { isStrict: true, hasYarn: false }, (cloud) => {
  let deployed: Deployed;
  /** Of a run that has published the stack's output. */
  let step: string;
  beforeAll(async () => {
    deployed = await new Deployed(cloud()).start('true', IDLE);
    await deployed.put('in/a', GOOD);
    ({ step } = await deployed.submit());
    await deployed.emr.untilStep(deployed.cluster, step, 'COMPLETED');
  });
  afterEach(() => deployed.endSteps());
  afterAll(removeJobOnOneMachine);

  const somewhere = (name: string) => `s3://${deployed.bucket}/${name}`;

  test('that nobody has deployed: the commands say how to deploy one', async () => {
    const { environment: env } = deployed;
    expect(await dedup(['status'], { env })).toMatchObject({
      exitCode: 69,
      stderr:
        "dedup: no stack dedup-cluster in us-east-1: make it with 'npx cdk deploy --all' in a clone of the kit, or name another with --stack\n",
    });
    expect(await dedup(['status', '--cluster', 'j-NONE'], { env })).toMatchObject({
      exitCode: 69,
      stderr: 'dedup: no cluster j-NONE in us-east-1\n',
    });
    expect(await dedup(['wait', 'j-NONE'], { env })).toMatchObject({
      exitCode: 69,
      stderr: 'dedup: no cluster j-NONE in us-east-1\n',
    });
    expect(await deployed.dedup('wait', 's-NONE')).toMatchObject({
      exitCode: 69,
      stderr: `dedup: no step s-NONE on cluster ${deployed.cluster}: name its cluster with --cluster\n`,
    });
    expect(await dedup(['status', '--outputs', 'nowhere.json'], { env })).toMatchObject({
      exitCode: 66,
      stderr:
        "dedup: cannot read 'nowhere.json': ENOENT; 'npx cdk deploy --all --outputs-file nowhere.json' writes it\n",
    });
    expect(await dedup(['status'], { env: { ...env, AWS_REGION: '', AWS_DEFAULT_REGION: '' } })).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('no AWS region is set'),
    });
  });

  test("is found by the CDK's file of outputs, its region with it, and shown with what it costs", async () => {
    const outputs = { ClusterId: deployed.cluster, Region: 'us-east-1', TransientCluster: '/a', Steps: '/b' };
    const folder = temporaryFolder({ 'outputs.json': JSON.stringify({ [deployed.stack]: outputs }) });
    const around = { cwd: folder, env: { ...deployed.environment, AWS_REGION: '', AWS_DEFAULT_REGION: '' } };
    await deployed.emr.untilCluster(deployed.cluster, 'WAITING');
    const json = await dedup(['status', '--outputs', 'outputs.json', '--price', '100', '--json'], around);
    expect(json).toMatchObject({ exitCode: 0, stderr: '' });
    const status = JSON.parse(json.stdout);
    expect(status).toMatchObject({
      cluster: deployed.cluster,
      state: 'WAITING',
      instances: [{ type: 'm3.xlarge', count: 5 }],
      idleSince: expect.any(String),
    });
    expect(status.cost).toBeCloseTo(100 * status.instanceHours);
    expect(Date.parse(status.terminatesAt) - Date.parse(status.idleSince)).toBe(3_600_000);
    const another = await dedup(['wait', deployed.cluster, '--outputs', 'outputs.json', '--quiet'], around);
    expect(another).toMatchObject({ exitCode: 0, stderr: '' });
    const { stdout } = await deployed.dedup('status');
    expect(stdout).toMatch(/^cluster j-\w+ \(a cluster\) is waiting, .* old \(since /);
    expect(stdout).toMatch(
      / {2}machines {3}5 m3\.xlarge: \d+\.\d\d instance hours so far; --price lookup says what they cost\n/,
    );
    expect(stdout).toMatch(/\ns-\w+ +completed +copy job /);
  });

  test('is shown with its cost if the price list can be read', async () => {
    const price = { dollarsPerHour: 0.336, parts: { ec2: 0.266, emr: 0.07 } };
    const { stdout, stderr } = await deployed.dedup('status', '--price', 'lookup', '--json');
    expect(stderr).toBe('');
    const status = JSON.parse(stdout);
    expect(status.instances).toEqual([{ type: 'm3.xlarge', count: 5, hours: status.instanceHours, price }]);
    expect(status.cost).toBeCloseTo(0.336 * status.instanceHours, 10);
    const AWS_ENDPOINT_URL_PRICING = 'http://127.0.0.1:1';
    const env = { ...deployed.environment, AWS_ENDPOINT_URL_PRICING, AWS_MAX_ATTEMPTS: '1' };
    const lookUp = ['status', '--stack', deployed.stack, '--price', 'lookup'];
    expect(await dedup(lookUp, { env })).toMatchObject({
      exitCode: 75,
      stdout: '',
      stderr:
        'dedup: cannot look up the price of m3.xlarge in us-east-1: price list in us-east-1: connect ECONNREFUSED 127.0.0.1:1; give --price m3.xlarge=<dollars>\n',
    });
    const given = await dedup([...lookUp, '--price', 'm3.xlarge=0.333', '--json'], { env });
    expect(JSON.parse(given.stdout).instances[0].price).toEqual({ dollarsPerHour: 0.333, parts: null });
  });

  test('of spot instances is shown without a cost, because no price list has it', async () => {
    const type = { InstanceType: 'm3.xlarge', InstanceCount: 1 } as const;
    const InstanceGroups = (['MASTER', 'CORE'] as const).map((role) => ({
      InstanceRole: role,
      Market: role === 'CORE' ? ('SPOT' as const) : ('ON_DEMAND' as const),
      ...type,
    }));
    const spot = await deployed.emr.start(
      clusterRequest(`nodes-${deployed.bucket}`, { Instances: { InstanceGroups } }),
    );
    const { environment: env } = deployed;
    expect(await dedup(['status', '--cluster', spot, '--price', 'lookup'], { env })).toMatchObject({
      exitCode: 69,
      stderr:
        'dedup: cannot look up the price of m3.xlarge in us-east-1: the cluster has it as spot instances; give --price m3.xlarge=<dollars>\n',
    });
    await deployed.emr.terminate(spot);
  });

  test('keeps the logs of its steps, newest first', async () => {
    const [talking] = (await deployed.emr.add(deployed.cluster, {
      Name: 'talks',
      ActionOnFailure: 'CONTINUE',
      HadoopJarStep: commandRunner('bash', '-c', 'echo out; echo err >&2'),
    })) as [string];
    const following = deployed.startDedup('logs', talking, '--follow', ...POLL);
    await deployed.emr.untilStep(deployed.cluster, talking, 'COMPLETED');
    const place = `s3://${deployed.bucket}/logs/${deployed.cluster}/steps/${talking}/`;
    const { exitCode, stdout } = await deployed.dedup('logs', talking, ...POLL);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`==> ${place}stdout.gz (`);
    expect(stdout).toMatch(/==> \S+stderr\.gz \(\S+\)\nerr\n/);
    const followed = await following.ended;
    expect(followed.exitCode).toBe(0);
    expect(followed.stdout.match(/^out$/gm)).toHaveLength(1);
    const container = 'container_1732280000000_0001_01_000002';
    const containers = `logs/${deployed.cluster}/containers/application_1732280000000_0001/`;
    await deployed.put(`${containers}${container}/stderr`, 'a task said this\n');
    await deployed.put(`${containers}${container.replace('2', '9')}/stderr`, 'another\n');
    const unread = startDedup(['logs', talking, '--stack', deployed.stack], {
      env: deployed.environment,
      isDeaf: true,
    });
    expect(await unread.ended).toMatchObject({ exitCode: 0, stderr: '' });
    const own = await deployed.dedup('logs', talking, '--container', container);
    expect(own.stdout).toMatch(/^==> \S+ \(\S+\)\na task said this\n$/);
    const all = await deployed.dedup('logs', talking, '--container', 'all', '--json');
    const logs = all.stdout.trimEnd().split('\n');
    expect(logs.map((line) => JSON.parse(line)).sort((a, b) => (a.log < b.log ? -1 : 1))).toEqual([
      {
        log: expect.stringMatching(/container_1732\S*\/stderr$/),
        modified: expect.any(String),
        text: 'a task said this\n',
      },
      { log: expect.stringMatching(/container_1739\S*\/stderr$/), modified: expect.any(String), text: 'another\n' },
    ]);
    expect(await deployed.dedup('logs', '--container', 'x')).toMatchObject({ exitCode: 64 });
  });

  test('has no logs of a run that has just begun', async () => {
    const { step } = await deployed.hanging('unlogged');
    const { exitCode, stderr } = await deployed.dedup('logs', step, '--timeout', '3s', '--poll', '1h');
    expect(exitCode).toBe(124);
    expect(stderr).toMatch(
      /^no logs in s3:\/\/\S+ yet: they come every five minutes\ndedup: no logs are in s3:\/\/\S+ yet: they come every five minutes\n$/,
    );
  });

  test('has no logs of a run that never started', async () => {
    await deployed.hanging('first');
    const behind = await deployed.submit('--output', somewhere('second'));
    expect(await deployed.dedup('cancel', behind.step)).toMatchObject({ exitCode: 0 });
    expect(await deployed.dedup('logs', behind.step, '--timeout', '30s', ...POLL)).toMatchObject({
      exitCode: 66,
      stderr: expect.stringMatching(
        new RegExp(`^dedup: no logs in s3://\\S+, and none will come: step ${behind.step} never ran\\n$`),
      ),
    });
  });

  test('has logs that dedup logs follows as they grow, and each line is printed once', async () => {
    const { step } = await deployed.hanging('followed');
    const log = `logs/${deployed.cluster}/steps/${step}/stderr`;
    const follow = [step, '--follow', ...POLL];
    const following = deployed.startDedup('logs', ...follow);
    const unread = startDedup(['logs', ...follow, '--stack', deployed.stack], {
      env: deployed.environment,
      isDeaf: true,
    });
    for (const [text, line] of [
      ['first\n', 'first'],
      ['first\nsecond\n', 'second'],
    ] as const) {
      await deployed.put(log, text);
      await until(`${line} is told`, () => following.said.stdout.includes(line) || following.hasEnded());
    }
    following.kill('SIGINT');
    const { exitCode, stdout } = await following.ended;
    expect(stdout).toMatch(/^==> \S+stderr \(\S+\)\nfirst\n==> \S+stderr \(\S+\)\nsecond\n$/);
    expect(exitCode).toBe(130);
    expect(await unread.ended).toMatchObject({ exitCode: 0 });
  });

  test('has the report page of an output drawn again', async () => {
    const { environment: env } = deployed;
    await deployed.remove('latest/_dedup/report.html');
    expect(await dedup(['report', deployed.output], { env })).toMatchObject({
      exitCode: 0,
      stdout: `${deployed.output}/_dedup/report.html\n`,
      stderr: '',
    });
    expect(await deployed.get('latest/_dedup/report.html')).toContain('<!doctype html>');
    expect(await deployed.keys('latest/_dedup/lease')).toEqual([]);
    const { run } = JSON.parse(await deployed.get('latest/_dedup/summary.json'));
    const told = JSON.parse((await dedup(['report', deployed.output, '--json'], { env })).stdout);
    expect(told).toEqual({ output: deployed.output, run, report: `${deployed.output}/_dedup/report.html` });
    expect(await dedup(['report', somewhere('nothing')], { env })).toMatchObject({
      exitCode: 66,
      stderr: `dedup: '${somewhere('nothing')}' has no summary: no run has published there\n`,
    });
    await deployed.put('broken/_dedup/summary.json', '{');
    expect(await dedup(['report', somewhere('broken')], { env })).toMatchObject({ exitCode: 65 });
  });

  test('has the report page opened in a browser, and the output stays as it is', async () => {
    const before = await deployed.keys('latest/');
    const programs = folderOnDisk({ 'xdg-open': BROWSER, open: BROWSER });
    for (const name of ['xdg-open', 'open']) chmodSync(join(programs, name), 0o755);
    const opened = join(programs, 'opened');
    const env = { ...deployed.environment, TMPDIR: temporaryFolder(), OPENED: opened };
    const report = ['report', '--open', deployed.output];
    const PATH = [programs, process.env.PATH].join(delimiter);
    const { exitCode, stdout, stderr } = await dedup(report, { env: { ...env, PATH } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await until('a browser was opened', () => existsSync(opened));
    expect(`${readFileSync(opened, 'utf8')}\n`).toBe(stdout);
    expect(readFileSync(stdout.trimEnd(), 'utf8')).toContain('<!doctype html>');
    expect(await deployed.keys('latest/')).toEqual(before);
    expect(await dedup(report, { env: { ...env, PATH: temporaryFolder() } })).toMatchObject({
      exitCode: 69,
      stderr: expect.stringMatching(/^dedup: cannot open a browser with \S+: see '\S+report\.html'\n$/),
    });
  });

  describe('of somebody', () => {
    let operator: Operator;
    beforeAll(async () => {
      operator = await Operator.make(cloud());
    });

    /** What a command is given beside its name. */
    const given: Readonly<Record<string, () => readonly string[]>> = {
      submit: () => ['--output', somewhere('theirs')],
      wait: () => [step, '--quiet', ...POLL],
      status: () => ['--price', 'lookup'],
      logs: () => [step, ...POLL],
      terminate: () => ['--force'],
    };
    const operate = async (command: string, run = dedup) => {
      if (command === 'cancel') await deployed.hanging('cancelled');
      const more = given[command]?.() ?? [];
      return run([...command.split(' '), ...more, '--stack', deployed.stack], { env: operator.environment });
    };

    test.each([
      ['cloudformation:DescribeStacks', 'submit', 69],
      ['ssm:GetParameter', 'submit', 69],
      ['elasticmapreduce:DescribeCluster', 'submit', 69],
      ['s3:ListBucket', 'submit', 74],
      ['elasticmapreduce:AddJobFlowSteps', 'submit', 69],
      ['elasticmapreduce:RunJobFlow', 'submit --new-cluster', 69],
      ['elasticmapreduce:DescribeStep', 'wait', 69],
      ['s3:GetObject', 'wait', 74],
      ['elasticmapreduce:ListInstances', 'status', 69],
      ['elasticmapreduce:GetAutoTerminationPolicy', 'status', 69],
      ['pricing:GetProducts', 'status', 69],
      ['s3:ListBucket', 'logs', 74],
      ['elasticmapreduce:CancelSteps', 'cancel', 69],
      ['elasticmapreduce:TerminateJobFlows', 'terminate', 69],
    ])('who lacks %s is told so by %s, with exit code %d', async (right, command, code) => {
      await operator.may(rightsOf(command).filter((each) => each !== right));
      const { exitCode, stderr } = await operate(command);
      expect(stderr.split('\n').slice(-2)).toEqual([
        expect.stringMatching(/^dedup: \S.*: access denied, it needs /),
        '',
      ]);
      expect(stderr).toContain(`: access denied, it needs ${right}`);
      expect(exitCode).toBe(code);
    });

    // The last of these commands ends the cluster. Each is a process of its own, which has to end by itself.
    test('a user with the rights that lib/operate/README.md lists may operate it', async () => {
      for (const command of ['submit', 'wait', 'status', 'logs', 'submit --new-cluster', 'cancel', 'terminate']) {
        await operator.may(rightsOf(command));
        expect([command, await operate(command, dedupAlone)]).toEqual([
          command,
          expect.objectContaining({ exitCode: 0 }),
        ]);
      }
    });
  });
});
