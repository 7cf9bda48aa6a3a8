import { join } from 'node:path';
import { jarsNamed } from '../../../../job/runner/yarn/hadoop-jars';
import { temporaryFolder } from '../../../support/folder';

const FILES = {
  'conf/core-site.xml': '',
  'lib/guava-27.0-jre.jar': '',
  'lib/hadoop-shaded-guava-1.4.0.jar': '',
  'lib/hadoop-shaded-protobuf_3_25-1.4.0.jar': '',
  'lib/jline-3.9.0.jar': '',
  'hadoop/hadoop-common-3.4.1-amzn-2.jar': '',
  'hadoop/hadoop-common-3.4.1-amzn-2-tests.jar': '',
  'hadoop/hadoop-common.jar': '',
  'hadoop/hadoop-common.txt': '',
  'later/guava-19.0.jar': '',
  'later/netty-all.jar': '',
};

it('the first jar of each name is found, whatever its version, and no jar with tests or of another name', () => {
  const home = temporaryFolder(FILES);
  const classPath = [`${home}/conf`, `${home}/lib/*`, `${home}/hadoop/.//*`, `${home}/missing/*`, `${home}/later/*`];
  const names = ['hadoop-common', 'hadoop-shaded-protobuf', 'guava', 'netty-all', 'hadoop'];
  expect(jarsNamed(names, classPath.join(':'))).toEqual(
    [
      'lib/guava-27.0-jre.jar',
      'lib/hadoop-shaded-protobuf_3_25-1.4.0.jar',
      'hadoop/hadoop-common-3.4.1-amzn-2.jar',
    ].map((jar) => join(home, jar)),
  );
});

it('a jar that the class path names itself is found', () => {
  expect(jarsNamed(['guava'], '/etc/conf:/opt/guava-31.1.jar')).toEqual(['/opt/guava-31.1.jar']);
  expect(jarsNamed(['guava'], '')).toEqual([]);
});
