/** Jobs from S3 to S3: kills and errors of S3 leave no upload and no temporary file, and do not change the result. */

import { dedup } from '../support/command';
import { type Answer, answerIn, readOutput } from '../support/output';
import { Random } from '../support/random';
import { randomRatings } from '../support/records';
import { type S3Faults, startS3Faults } from '../support/s3-faults';
import { newBucket, objects, onS3, openUploads } from '../support/s3-tests';
import { Gates } from '../support/task-gates';
import { type Cluster, onYarn } from '../support/yarn';
import { answerOfRun, smallTasks, startYarn, whatIsLeftBeside, type YarnRun } from '../support/yarn-job';
import { fetched, unfinishedInBucket } from '../support/yarn-places';

const SEED = 33;
const OLD = 'heat^ann^1^1\nheat^bob^1^1\n';
const AWAY_MS = 20_000;
const SUCCESS = { exitCode: 0, signal: null, stdout: '', stderr: '' };

jest.setTimeout(600_000);

onS3(`on YARN (seed ${SEED})`, () =>
  onYarn('a job from S3 to S3', (cluster) => {
    let faults: S3Faults;
    beforeEach(async () => {
      faults = await startS3Faults(process.env.AWS_ENDPOINT_URL as string);
    });
    afterEach(() => faults.stop());

    /** A run into an existing output, through a proxy that can cause faults. */
    async function start(tasks: number, gates: Gates) {
      const random = new Random(SEED);
      const bucket = await newBucket({
        'old/a': OLD,
        'in/a': randomRatings(random, 900),
        'in/b': randomRatings(random, 900),
        'bad/a': 'heat\n',
      });
      const output = `s3://${bucket}/out`;
      expect(await dedup(['run', `s3://${bucket}/old`, '--output', output, '--quiet'])).toEqual(SUCCESS);
      const old = await objects(bucket, 'out/');
      const args = [`s3://${bucket}/in`, '--bad-records', 'keep'];
      const env = { ...cluster.environment, AWS_ENDPOINT_URL: faults.endpoint };
      const run = startYarn(
        cluster,
        [...args, '--output', output, ...smallTasks(tasks), '--parts', '2', ...gates.options],
        { env },
      );
      return { bucket, old, output, env, run, expected: () => answerOfRun(args, 2) };
    }

    async function expectSame({ bucket, output, run, expected }: Awaited<ReturnType<typeof start>>): Promise<void> {
      expect(await run.ended).toEqual(SUCCESS);
      expect(await answerOf(bucket)).toEqual(await expected());
      expect(await dedup(['verify', output])).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await leftOf(cluster, run, bucket)).toEqual([]);
    }

    it('whose reduce task is killed after its part was uploaded', async () => {
      const gates = new Gates().shut(/r_000000_0.end/);
      const started = await start(2, gates);
      await gates.untilReached(/r_000000_0.end/);
      expect((await openUploads(started.bucket)).map(({ key }) => key)).toContain(`out/part-00000-${started.run.run}`);
      process.kill(gates.at('r_000000_0.end').pid, 'SIGKILL');
      await expectSame(started);
    });

    it('of whose requests S3 refuses one in five with SlowDown', async () => {
      let struck = 0;
      faults.judge = ({ number }) => {
        if (number % 5 !== 2) return undefined;
        struck++;
        return 'slow-down';
      };
      await expectSame(await start(1, new Gates()));
      expect(struck).toBeGreaterThan(5);
    });

    it('during which S3 is unavailable for 20 s, first for maps and then for reduces', async () => {
      const gates = new Gates().shut(/start/);
      const started = await start(1, gates);
      const beAway = () => {
        const backMs = performance.now() + AWAY_MS;
        let struck = 0;
        faults.judge = () => {
          if (performance.now() > backMs) return undefined;
          struck++;
          return 'reset';
        };
        return () => struck;
      };
      await gates.untilReached(/m_.*start/);
      const struckMaps = beAway();
      gates.shut(/r_.*start/);
      await gates.untilReached(/r_.*start/);
      const struckReduces = beAway();
      gates.open();
      await expectSame(started);
      expect([struckMaps(), struckReduces()].every((struck) => struck > 2)).toBe(true);
      expect(gates.reached(/_1.start/)).toEqual([]);
    });

    it('that Ctrl-C ends when its parts are uploaded but not yet published', async () => {
      const gates = new Gates().shut(/r_.*end/);
      const { bucket, old, run } = await start(2, gates);
      await gates.untilReached(/r_.*_0.end/, 2);
      const parts = ['part-00000', 'part-00001'].map((part) => `out/${part}-${run.run}`);
      expect((await openUploads(bucket)).map(({ key }) => key)).toEqual(expect.arrayContaining(parts));
      run.kill('SIGINT');
      const stderr = 'dedup: interrupted by SIGINT; nothing was changed\n';
      expect(await run.ended).toEqual({ exitCode: 130, signal: null, stdout: '', stderr });
      expect(await run.application()).toMatchObject({ state: 'KILLED' });
      expect(await objects(bucket, 'out/')).toEqual(old);
      expect(await leftOf(cluster, run, bucket)).toEqual([]);
    });

    it('whose driver is killed while maps are running', async () => {
      const gates = new Gates().shut(/m_.*start/);
      const { bucket, output, env, run } = await start(1, gates);
      await gates.untilReached(/m_.*start/);
      run.kill('SIGKILL');
      await run.ended;
      expect(await dedup(['run', `s3://${bucket}/bad`, '--output', output], { env })).toMatchObject({ exitCode: 65 });
      expect(sorted((await readBucket(bucket)).records)).toBe(sorted(OLD));
      expect(await run.application()).toMatchObject({ state: 'KILLED' });
      expect(await leftOf(cluster, run, bucket)).toEqual([]);
    });

    it.each([
      ['between one part and the next', /POST .*out\/part-.*uploadId=/i, /POST .*out\/part-.*uploadId=/i],
      ['after _SUCCESS, with its journal and its lease still there', /PUT .*out\/_SUCCESS/, /./],
    ])('whose driver is killed %s', async (_, first, next) => {
      let isBehind = false;
      let runs: YarnRun | undefined;
      faults.judge = ({ method, path }) => {
        const request = `${method} ${path}`;
        if (runs !== undefined && isBehind && next.test(request)) {
          runs.kill('SIGKILL');
          return 'reset';
        }
        isBehind ||= first.test(request);
        return undefined;
      };
      const { bucket, output, env, run, expected } = await start(1, new Gates());
      runs = run;
      expect(await run.ended).toMatchObject({ signal: 'SIGKILL' });
      faults.judge = () => undefined;
      expect(Object.keys(await objects(bucket, 'out/_dedup/'))).toEqual(
        expect.arrayContaining(['journal.json', 'lease.json']),
      );
      expect(await dedup(['run', `s3://${bucket}/bad`, '--output', output], { env })).toMatchObject({ exitCode: 65 });
      expect(await answerOf(bucket)).toEqual(await expected());
      expect(await leftOf(cluster, run, bucket)).toEqual([]);
    });
  }),
);

async function readBucket(bucket: string) {
  return readOutput(await fetched(bucket));
}

async function answerOf(bucket: string): Promise<Answer> {
  return answerIn(await fetched(bucket));
}

async function leftOf(cluster: Cluster, run: YarnRun, bucket: string): Promise<string[]> {
  return [...(await whatIsLeftBeside(cluster, run)), ...(await unfinishedInBucket(bucket))];
}

function sorted(records: string): string {
  return records.split('\n').sort().join('\n');
}
