// How the JVMs of containers start, which is most of what a small job does.
import { listingClasses } from './daemons.mjs';

/** What Hadoop has there for tasks. */
const TASKS = '-Djava.net.preferIPv4Stack=true -Dhadoop.metrics.log.level=WARN';

/** They check the code that they load, which is a fifth of the CPU that their start takes. */
const UNCHECKED = '-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote';

/**
 * Properties of mapred-site.
 * @param {Pick<import('./daemons.mjs').Place, 'configuration' | 'hadoop' | 'classLists'>} place
 */
export function containerJvms({ configuration, hadoop, classLists }) {
  // %p: the JVM's process id
  const classes = classLists
    ? listingClasses(classLists, 'container-%p')
    : `-XX:SharedArchiveFile=${hadoop.classData} -cp ${classPathOf(hadoop.jars, configuration)}`;
  const options = `${UNCHECKED} ${classes}`;
  return {
    'yarn.app.mapreduce.am.admin-command-opts': options,
    'mapreduce.admin.map.child.java.opts': `${TASKS} ${options}`,
    'mapreduce.admin.reduce.child.java.opts': `${TASKS} ${options}`,
  };
}

/**
 * That of Hadoop in another order: an archive of classes is for the jars that a class path begins with.
 * @param {string} jars folder
 * @param {string} configuration folder
 */
function classPathOf(jars, configuration) {
  return [`${jars}/*`, '$PWD', configuration, 'job.jar/*', 'job.jar/classes/', 'job.jar/lib/*', '$PWD/*'].join(':');
}
