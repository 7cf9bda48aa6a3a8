// Flink on YARN in application mode, without the scripts that start further JVMs.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CONTAINER_MB, PARALLELISM, SLOTS } from '../shape.mjs';

const CONFIGURATION = fileURLToPath(new URL('flink-conf', import.meta.url));
const CLIENT = 'org.apache.flink.client.cli.CliFrontend';
const CLIENT_JVM = ['-Xmx300m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];

/**
 * @param {import('./install.mjs').Peers} peers
 * @param {string} input folder
 * @param {import('../cluster.mjs').Cluster} cluster
 * @returns {import('../race.mjs').Peer}
 */
export function flink({ flinkJars, flinkProgram, versions }, input, { folder, environment }) {
  const { JAVA_HOME = '', HADOOP_HOME = '', HADOOP_CONF_DIR = '' } = environment;
  const hadoop = [HADOOP_CONF_DIR, `${HADOOP_HOME}/share/hadoop/common/lib/*`];
  const settings = {
    'taskmanager.memory.process.size': `${CONTAINER_MB}m`,
    'taskmanager.numberOfTaskSlots': SLOTS,
    'yarn.staging-directory': pathToFileURL(path.join(folder, 'staging')),
    'flink.yarn.application.classpath': hadoop.join(','),
  };
  return {
    name: `Flink ${versions.flink}`,
    environment: { FLINK_CONF_DIR: CONFIGURATION, FLINK_LIB_DIR: flinkJars },
    endsEarly: true,
    command: (output) => [
      ...[path.join(JAVA_HOME, 'bin', 'java'), ...CLIENT_JVM, '-cp', [`${flinkJars}/*`, ...hadoop].join(':'), CLIENT],
      ...['run-application', '-t', 'yarn-application', '-p', String(PARALLELISM)],
      ...Object.entries(settings).map(([name, value]) => `-D${name}=${value}`),
      ...[flinkProgram, `${pathToFileURL(input)}`, `${pathToFileURL(output)}`],
    ],
  };
}
