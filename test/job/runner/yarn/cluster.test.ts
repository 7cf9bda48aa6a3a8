import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endDeadOfHere } from '../../../../job/runner/yarn/cluster';
import { filePrefix, newSubmission } from '../../../../job/runner/yarn/submission';

const RUN = '20261122t152504z-0dead1';

const leftOf = (output: string) => mkdtempSync(join(tmpdir(), filePrefix(newSubmission(RUN, output))));

it('removes what drivers left on a machine that has no Hadoop any more, and that of no other output', async () => {
  const [left, other] = [leftOf(join(process.cwd(), 'out')), leftOf('elsewhere')];
  try {
    mkdirSync(join(left, 'work'));
    await endDeadOfHere('out', { PATH: '/nowhere' });
    expect([left, other].map((folder) => existsSync(folder))).toEqual([false, true]);
  } finally {
    for (const folder of [left, other]) rmSync(folder, { recursive: true, force: true });
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
  await expect(endDeadOfHere('nothing-was-ever-here', env)).resolves.toBeUndefined();
});
