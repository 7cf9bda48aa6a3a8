// Spark on YARN in client mode, with the jars and the Python that every node finds in the same folder.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CONTAINER_MB, CONTAINERS, PARALLELISM, SLOTS } from '../shape.mjs';

const PROGRAM = fileURLToPath(new URL('latest_spark.py', import.meta.url));
/** What Spark keeps of a container for other things than the heap. */
const OVERHEAD_MB = 1024;
/** Of the JVMs that compute nothing. With it the driver takes a quarter less CPU time. */
const SHORT_LIVED = '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData';

/**
 * @param {import('./install.mjs').Peers} peers
 * @param {string} input folder
 * @param {import('../cluster.mjs').Cluster} cluster
 * @returns {import('../race.mjs').Peer}
 */
export function spark({ python, sparkHome, versions }, input, { folder }) {
  const libraries = path.join(sparkHome, 'python', 'lib');
  const archives = readdirSync(libraries).filter((name) => name.endsWith('.zip'));
  const settings = {
    'spark.yarn.jars': `local:${sparkHome}/jars/*`,
    'spark.yarn.stagingDir': pathToFileURL(path.join(folder, 'staging')),
    'spark.yarn.am.memory': '640m',
    'spark.yarn.am.memoryOverhead': '384m',
    'spark.yarn.am.extraJavaOptions': SHORT_LIVED,
    'spark.executor.memoryOverhead': `${OVERHEAD_MB}m`,
    'spark.executor.extraJavaOptions': '-XX:+UseParallelGC -XX:MaxNewSize=1500m -XX:-UsePerfData',
    'spark.sql.shuffle.partitions': PARALLELISM,
    'spark.locality.wait': 0,
    'spark.ui.enabled': false,
    'spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version': 2,
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
  };
  return {
    name: `Spark ${versions.spark}`,
    environment: {
      SPARK_HOME: sparkHome,
      PYSPARK_PYTHON: python,
      PYSPARK_ARCHIVES_PATH: archives.map((name) => `local:${path.join(libraries, name)}`).join(','),
    },
    endsEarly: false,
    command: (output) => [
      ...[path.join(sparkHome, 'bin', 'spark-submit'), '--master', 'yarn', '--deploy-mode', 'client'],
      ...['--num-executors', String(CONTAINERS), '--executor-cores', String(SLOTS)],
      ...['--executor-memory', `${CONTAINER_MB - OVERHEAD_MB}m`, '--driver-memory', '1g'],
      ...['--driver-java-options', SHORT_LIVED],
      ...Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
      ...[PROGRAM, `${pathToFileURL(input)}`, `${pathToFileURL(output)}`],
    ],
  };
}
