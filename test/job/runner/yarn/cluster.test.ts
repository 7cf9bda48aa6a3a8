import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endDeadOnThisMachine } from '../../../../job/runner/yarn/cluster';
import { filePrefix, newSubmission } from '../../../../job/runner/yarn/submission';
import { temporaryFolder } from '../../../support/folder';

const RUN = '20261122t152504z-0dead1';

const leftOf = (output: string) => mkdtempSync(join(tmpdir(), filePrefix(newSubmission(RUN, output))));

it('removes what drivers left on a machine that has no Hadoop any more, and that of no other output', async () => {
  const [left, other] = [leftOf(join(process.cwd(), 'out')), leftOf('elsewhere')];
  try {
    mkdirSync(join(left, 'work'));
    await endDeadOnThisMachine('out', { PATH: '/nowhere' });
    expect([left, other].map((folder) => existsSync(folder))).toEqual([false, true]);
  } finally {
    for (const folder of [left, other]) rmSync(folder, { recursive: true, force: true });
  }
});

describe('leaves alone, and is not kept by, what has such a name and no driver of this user made', () => {
  /** Whether it is still there, and Hadoop was looked for. */
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

it('finds nothing left in a folder for temporary files that is not there', async () => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = join(temporaryFolder(), 'nowhere');
  try {
    await expect(endDeadOnThisMachine('out', {})).resolves.toBeUndefined();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});

it('looks for no Hadoop where a dead run was none of YARN', async () => {
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
