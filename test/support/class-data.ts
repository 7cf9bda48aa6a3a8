/** Class data for the cluster of the tests, which the kit makes again for another Java, other jars or another list. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dedup, ROOT } from './command';
import type { Cluster } from './yarn';

const LIST = join(ROOT, 'job/runner/yarn/hadoop-classes.txt');

/** The folder, beside Hadoop's jars. */
export async function provideClassData({ environment }: Cluster): Promise<string> {
  const { HADOOP_HOME: home = '', JAVA_HOME: java = '' } = environment;
  const jars = join(home, 'share/hadoop/common/lib');
  const folder = join(home, 'class-data');
  const stamp = `${folder}.txt`;
  const of = [readFileSync(join(java, 'release')), jars, String(statSync(jars).ino), readFileSync(LIST)];
  const digest = of.reduce((hash, each) => hash.update(each), createHash('sha256')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return folder;
  rmSync(folder, { recursive: true, force: true });
  expect(await dedup(['class-data', folder], { env: environment })).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/class-data: \d+ MB of classes of \d\d jars\n$/),
  });
  writeFileSync(stamp, digest);
  return folder;
}
