// The environment of a command that uses a cluster, like that of a user on an EMR master node.
import path from 'node:path';

const COMMANDS = path.join(import.meta.dirname, 'commands');
const HADOOP_COMMANDS = path.join(COMMANDS, 'hadoop');
const STREAMING_COMMANDS = path.join(COMMANDS, 'streaming');

/**
 * @param {import('./daemons.mjs').Place} place
 * @param {boolean} isPlain whether commands take their classes from the jars alone
 * @returns {{ environment: Record<string, string>, streamingCommands: string }}
 */
export function environmentOf({ folder, configuration, java, hadoop }, isPlain) {
  return {
    environment: {
      JAVA_HOME: java.home,
      HADOOP_HOME: hadoop.home,
      HADOOP_CONF_DIR: configuration,
      HADOOP_LOG_DIR: path.join(folder, 'logs'),
      ...(isPlain ? {} : { HADOOP_CLASS_DATA: hadoop.classData }),
      // temporary files of a killed command are removed with the cluster
      HADOOP_OPTS: `-Djava.io.tmpdir=${path.join(folder, 'tmp')}`,
      PATH: [HADOOP_COMMANDS, STREAMING_COMMANDS, process.env.PATH].join(path.delimiter),
    },
    streamingCommands: STREAMING_COMMANDS,
  };
}
