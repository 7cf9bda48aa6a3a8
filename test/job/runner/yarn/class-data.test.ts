import { join } from 'node:path';
import { isUsed, jvmOptions, readClassData } from '../../../../job/runner/yarn/class-data';
import { tasksThatUsed } from '../../../../job/runner/yarn/tasks-that-used';
import { temporaryFolder } from '../../../support/folder';

it('a folder has the archive and its class path; the jars come before the class path of the container', () => {
  const folder = temporaryFolder({ 'classes.jsa': 'archive', 'class-path': '/lib/a-1.jar:/lib/b-2.jar\n' });
  const found = readClassData(folder);
  expect(found).toEqual({ archive: join(folder, 'classes.jsa'), classPath: '/lib/a-1.jar:/lib/b-2.jar' });
  expect(jvmOptions(found)).toBe('-XX:SharedArchiveFile=classes.jsa -cp /lib/a-1.jar:/lib/b-2.jar:$CLASSPATH');
});

it.each([
  ['nothing', {}],
  ['no archive', { 'class-path': '/lib/a-1.jar' }],
  ['no class path', { 'classes.jsa': 'archive' }],
])('a folder with %s is refused', (_, files) => {
  const folder = temporaryFolder(files);
  expect(() => readClassData(folder)).toThrow(
    expect.objectContaining({
      exitCode: 66,
      message: `--class-data '${folder}' has no class data (ENOENT): 'dedup class-data ${folder}' makes a new folder with it`,
    }),
  );
});

it('a JVM uses the archive if Linux lists that file in its memory', () => {
  const folder = temporaryFolder({ 'classes.jsa': 'archive', 'others.jsa': '' });
  const [archive, line] = [join(folder, 'classes.jsa'), '7f0000000000-7f0000001000 r--p 00000000 08:01 12   '];
  const maps = (names: readonly string[]) =>
    join(temporaryFolder({ maps: names.map((name) => `${line} ${name}\n`).join('') }), 'maps');
  expect(isUsed(maps(['/usr/lib/jvm/lib/server/libjvm.so', archive]), archive)).toBe(true);
  expect(isUsed(maps([`${archive}.other`, '/usr/lib/jvm/lib/server/classes.jsa']), archive)).toBe(false);
  expect(isUsed(maps([join(folder, 'missing')]), join(folder, 'missing'))).toBe(false);
  expect(isUsed(join(folder, 'missing'), archive)).toBe(false);
});

describe('the number of tasks that used it', () => {
  const plan = { maps: [[], []], reduces: 1 };
  const warned: string[] = [];
  const used = (counters: readonly (readonly [string, number])[] | null) =>
    tasksThatUsed(counters && new Map(counters), plan, (message) => warned.push(message));

  it('is what Hadoop counted, and a warning tells if there are other tasks', () => {
    expect(used([['dedup/class-data', 3]])).toBe(3);
    expect(used(null)).toBeUndefined();
    expect(warned).toEqual([]);
    expect(used([['dedup/lines', 3]])).toBe(0);
    expect(used([['dedup/class-data', 2]])).toBe(2);
    expect(warned).toEqual([
      expect.stringMatching(
        /^0 of 3 tasks used the class data, which has to be of the Java and the jars of their nodes; /,
      ),
      expect.stringMatching(/^2 of 3 tasks used /),
    ]);
  });
});
