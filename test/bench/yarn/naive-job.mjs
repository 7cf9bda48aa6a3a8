// The naive job (naive.mjs) as a command of Hadoop Streaming, with the options that made it fastest.
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAM = fileURLToPath(new URL('naive.mjs', import.meta.url));
const TASK_JVM = '-Xmx400m -XX:+UseSerialGC -XX:TieredStopAtLevel=1';
const MASTER_JVM = '-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1';

/**
 * @param {readonly string[]} inputs
 * @param {number} parallelism
 * @param {string} folder for its manifest
 * @returns {import('../contenders.mjs').Contender}
 */
export function naiveJob(inputs, parallelism, folder) {
  const manifest = path.join(folder, 'naive-manifest');
  writeFileSync(
    manifest,
    shares(inputs, parallelism)
      .map((share) => `${JSON.stringify(share)}\n`)
      .join(''),
  );
  const properties = {
    'mapreduce.job.name': 'naive',
    'mapreduce.job.reduces': parallelism,
    'mapreduce.map.memory.mb': 2560,
    'mapreduce.reduce.memory.mb': 2560,
    'yarn.app.mapreduce.am.resource.mb': 1024,
    'mapreduce.map.java.opts': TASK_JVM,
    'mapreduce.reduce.java.opts': TASK_JVM,
    'yarn.app.mapreduce.am.command-opts': MASTER_JVM,
    'mapreduce.job.reduce.slowstart.completedmaps': '1.0',
    'mapreduce.map.speculative': false,
    'mapreduce.reduce.speculative': false,
    'mapreduce.task.io.sort.mb': 200,
    'mapreduce.input.lineinputformat.linespermap': 1,
    'stream.map.input.ignoreKey': true,
    'stream.map.output': 'rawbytes',
    'stream.reduce.input': 'rawbytes',
    'stream.reduce.output': 'keyonlytext',
  };
  const options = Object.entries(properties).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const files = [`${pathToFileURL(process.execPath)}#node`, `${pathToFileURL(PROGRAM)}#naive.mjs`].join(',');
  return {
    name: 'naive job',
    command: (output) => [
      ...['hadoop-streaming', ...options, '-files', files],
      ...['-inputformat', 'org.apache.hadoop.mapred.lib.NLineInputFormat'],
      ...['-mapper', './node naive.mjs map', '-reducer', './node naive.mjs reduce'],
      ...['-input', `${pathToFileURL(manifest)}`, '-output', `${pathToFileURL(output)}`],
    ],
  };
}

/**
 * The files one behind the other, in so many equal parts.
 * @param {readonly string[]} files
 * @param {number} count
 */
function shares(files, count) {
  const sizes = files.map((file) => statSync(file).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return Array.from({ length: count }, (_, share) => {
    const [from, to] = [share, share + 1].map((border) => Math.round((border * total) / count));
    let before = 0;
    return files.flatMap((file, index) => {
      const size = /** @type {number} */ (sizes[index]);
      const start = Math.max(/** @type {number} */ (from) - before, 0);
      const end = Math.min(/** @type {number} */ (to) - before, size);
      before += size;
      return end > start ? [{ file, start, end }] : [];
    });
  });
}
