// The options with which the JVMs of containers start. Their start takes most of the time of a small job.

/** Hadoop's default options for tasks. */
const TASKS = '-Djava.net.preferIPv4Stack=true -Dhadoop.metrics.log.level=WARN';

/** Switches the verification of loaded code off, which takes a fifth of the CPU time of a start. */
const UNCHECKED = '-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote';

/**
 * Properties of mapred-site. A plain cluster has none of them.
 * @param {Pick<import('./daemons.mjs').Place, 'configuration' | 'hadoop'>} place
 */
export function containerJvms({ configuration, hadoop }) {
  const classes = `-XX:SharedArchiveFile=${hadoop.classData} -cp ${classPathOf(hadoop.jars, configuration)}`;
  const options = `${UNCHECKED} ${classes}`;
  return {
    'yarn.app.mapreduce.am.admin-command-opts': options,
    'mapreduce.admin.map.child.java.opts': `${TASKS} ${options}`,
    'mapreduce.admin.reduce.child.java.opts': `${TASKS} ${options}`,
  };
}

/**
 * Hadoop's class path in another order, because an archive of classes applies only to the jars at the start of a class path.
 * @param {string} jars folder
 * @param {string} configuration folder
 */
function classPathOf(jars, configuration) {
  return [`${jars}/*`, '$PWD', configuration, 'job.jar/*', 'job.jar/classes/', 'job.jar/lib/*', '$PWD/*'].join(':');
}
