import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClassData } from '../../../../job/runner/yarn/class-data';
import { makeClassData } from '../../../../job/runner/yarn/make-class-data';
import { namesBelow, temporaryFolder } from '../../../support/folder';

const LIST = '# jar hadoop-common\norg/apache/hadoop/conf/Configuration\n# jar guava\ncom/google/common/base/Joiner\n';

/** As Hadoop's command with a JVM that makes the archive of the options and of the list. */
const DUMPS = `
for option in $HADOOP_CLIENT_OPTS; do
  case $option in
    -XX:SharedArchiveFile=*) archive=\${option#*=} ;;
    -XX:SharedClassListFile=*) list=\${option#*=} ;;
  esac
done
{ echo "$HADOOP_CLIENT_OPTS"; cat "$list"; } >"$archive"`;

/** A machine whose `hadoop version` runs this script. */
function machine(script: string) {
  const home = temporaryFolder({
    'bin/hadoop': `#!/bin/sh\nif [ "$1" = classpath ]; then echo "$0/../../conf:\${0%/bin/*}/lib/*"; exit; fi\n${script}\n`,
    'bin/yarn': '',
    'bin/hadoop-streaming': '',
    'conf/yarn-site.xml': '<configuration/>',
    'lib/guava-27.0.jar': '',
    'lib/hadoop-common-3.4.2.jar': '',
    'lib/other-1.jar': '',
  });
  for (const name of readdirSync(join(home, 'bin'))) chmodSync(join(home, 'bin', name), 0o755);
  const env = {
    PATH: `${home}/bin:${process.env.PATH}`,
    HADOOP_CONF_DIR: `${home}/conf`,
    HADOOP_CLIENT_OPTS: '-Xmx1g',
  };
  return { home, make: (folder = join(home, 'new/class-data'), list = LIST) => makeClassData(folder, list, env) };
}

it("the archive is made of the list's jars alone, by the Java that Hadoop's command starts", async () => {
  const { home, make } = machine(DUMPS);
  const classPath = `${home}/lib/guava-27.0.jar:${home}/lib/hadoop-common-3.4.2.jar`;
  expect(await make()).toMatchObject({ jars: 2 });
  const folder = join(home, 'new/class-data');
  const found = readClassData(folder);
  expect(found.classPath).toBe(classPath);
  expect(namesBelow(folder)).toEqual(['class-path', 'classes.jsa']);
  const [options, ...list] = readFileSync(found.archive, 'utf8').split('\n');
  expect(options).toMatch(/(^| )-Xmx1g .*-Xshare:dump /);
  expect(options?.endsWith(` -cp ${classPath}`)).toBe(true);
  expect(list.join('\n')).toBe(LIST);
  expect(readdirSync(join(home, 'new'))).toEqual(['class-data']);
});

it.each([
  ['fails', 'echo "Error: no room" >&2; exit 1', 'exit code 1, Error: no room'],
  ['makes no archive', 'echo Hadoop 3.4.2', 'exit code 0, Hadoop 3.4.2'],
])('nothing is left, and the reason is told, where the Java %s', async (_, script, reason) => {
  const { home, make } = machine(script);
  await expect(make()).rejects.toMatchObject({
    exitCode: 69,
    message: `Hadoop's Java made no class data: ${reason}`,
  });
  expect(readdirSync(join(home, 'new'))).toEqual([]);
});

it('a folder that exists, or that has a space, is refused, and so is a class path without jars of the list', async () => {
  const { home, make } = machine(DUMPS);
  await expect(make(home)).rejects.toMatchObject({
    exitCode: 64,
    message: `'${home}' exists already: remove it, or name a new folder`,
  });
  await expect(make(join(home, 'a b'))).rejects.toMatchObject({
    exitCode: 64,
    message: `'${home}/a b' has a space, which Hadoop's commands do not take`,
  });
  await expect(make(undefined, '# jar hadoop-yarn-api\n')).rejects.toMatchObject({
    exitCode: 69,
    message: "'hadoop classpath' names none of Hadoop's jars",
  });
  expect(existsSync(join(home, 'new'))).toBe(false);
});
