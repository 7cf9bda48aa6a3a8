import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directFiles, endDeadOnThisMachine } from '../../../../job/runner/yarn/cluster';
import { filePrefix, newSubmission } from '../../../../job/runner/yarn/submission';
import { temporaryFolder } from '../../../support/folder';

const RUN = '20261122t152504z-0dead1';

const leftOf = (output: string) => mkdtempSync(join(tmpdir(), filePrefix(newSubmission(RUN, output))));

it('removes the files that drivers left for this output and no other, even if the machine no longer has Hadoop', async () => {
  const [left, other] = [leftOf(join(process.cwd(), 'out')), leftOf('elsewhere')];
  try {
    mkdirSync(join(left, 'work'));
    await endDeadOnThisMachine('out', { PATH: '/nowhere' });
    expect([left, other].map((folder) => existsSync(folder))).toEqual([false, true]);
  } finally {
    for (const folder of [left, other]) rmSync(folder, { recursive: true, force: true });
  }
});

describe('the cleanup neither removes nor trips over a name like that of a driver, which is in fact', () => {
  /** Whether the entry still exists, and whether Hadoop was looked for. */
  async function afterwards(make: (name: string) => void) {
    const name = join(tmpdir(), `${filePrefix(newSubmission(RUN, 'out'))}${process.pid}`);
    const lookedFor: string[] = [];
    const env = new Proxy({}, { get: (_, variable) => void lookedFor.push(String(variable)) });
    try {
      make(name);
      await endDeadOnThisMachine('out', env);
      return { isThere: lstatSync(name, { throwIfNoEntry: false }) !== undefined, lookedFor };
    } finally {
      rmSync(name, { recursive: true, force: true });
    }
  }
  const LEFT_ALONE = { isThere: true, lookedFor: [] };

  it("another user's folder", async () => {
    const uid = process.getuid?.() as number;
    const isAnother = jest.spyOn(process, 'getuid').mockReturnValue(uid + 1);
    try {
      expect(await afterwards((name) => mkdirSync(name, { mode: 0o700 }))).toEqual(LEFT_ALONE);
    } finally {
      isAnother.mockRestore();
    }
  });

  it('a folder that others may write to', async () => {
    expect(await afterwards((name) => mkdirSync(name, { mode: 0o755 }))).toEqual(LEFT_ALONE);
  });

  it('a link', async () => {
    expect(await afterwards((name) => symlinkSync(temporaryFolder(), name))).toEqual(LEFT_ALONE);
  });

  it('a file', async () => {
    expect(await afterwards((name) => writeFileSync(name, '', { mode: 0o700 }))).toEqual(LEFT_ALONE);
  });
});

it('the cleanup does nothing when the folder for temporary files does not exist', async () => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = join(temporaryFolder(), 'nowhere');
  try {
    await expect(endDeadOnThisMachine('out', {})).resolves.toBeUndefined();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});

it('the cleanup of a dead run that did not use YARN does not look for Hadoop', async () => {
  const env = new Proxy(
    {},
    {
      get: () => {
        throw new Error('looked for Hadoop');
      },
    },
  );
  await expect(endDeadOnThisMachine('nothing-was-ever-here', env)).resolves.toBeUndefined();
});

it.each([
  ['HDFS', 'hdfs://127.0.0.1:1', {}, true],
  ['HDFS in the name of another user', 'hdfs://127.0.0.1:1', { HADOOP_PROXY_USER: 'ann' }, false],
  ['the files of this machine', 'file:///', { HADOOP_PROXY_USER: 'ann' }, true],
  ['S3', 's3://bucket', {}, false],
])('a run reaches %s (%s, %j) without a command of Hadoop: %s', (_, address, env, isDirect) => {
  expect(directFiles(new Map([['fs.defaultFS', address]]), env) !== null).toBe(isDirect);
});
