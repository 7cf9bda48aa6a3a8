import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endDeadRunOfHere } from '../../../../job/runner/yarn/cluster';

const RUN = '20261122t152504z-0dead1';
const OTHER = '20261122t152504z-0dead10';

it('removes what a driver left on a machine that has no Hadoop any more, and that of no other', async () => {
  const left = mkdtempSync(join(tmpdir(), `dedup-${RUN}-`));
  const other = mkdtempSync(join(tmpdir(), `dedup-${OTHER}-`));
  try {
    mkdirSync(join(left, 'work'));
    await endDeadRunOfHere(RUN, { PATH: '/nowhere' });
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
  await expect(endDeadRunOfHere('20261122t152504z-0dead2', env)).resolves.toBeUndefined();
});
