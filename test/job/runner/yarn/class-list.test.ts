import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classList, jarsOfList } from '../../../../job/runner/yarn/class-list';

const SOURCE = join(__dirname, '../../../../job/runner/yarn/hadoop-classes.txt');

it('the program has the list with it, unchanged', () => {
  expect(classList()).toBe(readFileSync(SOURCE, 'utf8'));
});

it('the list has the classes of application masters and of tasks, and the names of their jars', () => {
  const list = classList();
  const lines = list.split('\n');
  for (const name of ['hadoop/mapreduce/v2/app/MRAppMaster', 'hadoop/mapred/YarnChild', 'hadoop/hdfs/DFSClient']) {
    expect(lines).toContain(`org/apache/${name}`);
  }
  expect(jarsOfList(list)).toEqual(
    expect.arrayContaining(['hadoop-common', 'hadoop-hdfs-client', 'hadoop-shaded-protobuf', 'guava']),
  );
  expect(jarsOfList(list).filter((name) => /[-_]\d/.test(name))).toEqual([]);
});
