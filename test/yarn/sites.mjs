// Hadoop's configuration of one cluster.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const SITES = ['core-site', 'mapred-site', 'yarn-site', 'capacity-scheduler'];

/**
 * Properties by file, one of SITES.
 * @typedef {Record<string, Record<string, string>>} Sites
 */

/** @typedef {{ scheduler: number, tracker: number, client: number, admin: number, web: number }} ManagerPorts */
/** @typedef {{ client: number, admin: number, web: number }} HistoryPorts */

/**
 * The properties that differ from Hadoop's defaults: places, settings of EMR on an m3.xlarge, and settings that make tests
 * short. All others must keep Hadoop's defaults, because a job has to work with them.
 *
 * @param {object} cluster
 * @param {string} cluster.folder
 * @param {string} cluster.configuration folder of these files
 * @param {string} cluster.jars folder of Hadoop's
 * @param {number} cluster.memoryMb of each node
 * @param {Record<string, string>} cluster.containerJvms properties of mapred-site
 * @param {ManagerPorts} cluster.manager
 * @param {HistoryPorts} cluster.history
 * @returns {Sites}
 */
export function sitesOf({ folder, configuration, jars, memoryMb, containerJvms, manager, history }) {
  const at = (/** @type {number} */ port) => `127.0.0.1:${port}`;
  return {
    'core-site': {
      'fs.defaultFS': 'file:///',
      'hadoop.tmp.dir': path.join(folder, 'tmp'),
      // s3:// is handled by S3A, as on EMR since 7.10
      'fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
      'fs.AbstractFileSystem.s3.impl': 'org.apache.hadoop.fs.s3a.S3A',
    },
    'mapred-site': {
      'mapreduce.framework.name': 'yarn',
      'mapreduce.application.classpath': `${jars}/*`,
      'yarn.app.mapreduce.am.staging-dir': path.join(folder, 'staging'),
      'mapreduce.jobhistory.address': at(history.client),
      'mapreduce.jobhistory.admin.address': at(history.admin),
      'mapreduce.jobhistory.webapp.address': at(history.web),
      // mapred-default would override yarn-site, and the second NodeManager would find port 13562 in use
      'mapreduce.shuffle.port': '0',
      'mapreduce.map.memory.mb': '1440',
      'mapreduce.map.java.opts': '-Xmx1152m',
      'mapreduce.reduce.memory.mb': '2880',
      'mapreduce.reduce.java.opts': '-Xmx2304m',
      'yarn.app.mapreduce.am.resource.mb': '2880',
      'yarn.app.mapreduce.am.command-opts': '-Xmx2304m',
      ...containerJvms,
    },
    'yarn-site': {
      'yarn.application.classpath': configuration,
      'yarn.resourcemanager.hostname': '127.0.0.1',
      'yarn.resourcemanager.bind-host': '127.0.0.1',
      'yarn.resourcemanager.address': at(manager.client),
      'yarn.resourcemanager.admin.address': at(manager.admin),
      'yarn.resourcemanager.resource-tracker.address': at(manager.tracker),
      'yarn.resourcemanager.scheduler.address': at(manager.scheduler),
      'yarn.resourcemanager.webapp.address': at(manager.web),
      // by default all clusters of a user share one folder, and clusters that start together may miss their own files
      'yarn.node-attribute.fs-store.root-dir': `file://${path.join(folder, 'node-attribute')}`,
      'yarn.scheduler.minimum-allocation-mb': '32',
      'yarn.scheduler.maximum-allocation-mb': String(memoryMb),
      'yarn.nodemanager.resource.memory-mb': String(memoryMb),
      'yarn.nodemanager.resource.cpu-vcores': '4',
      'yarn.nodemanager.aux-services': 'mapreduce_shuffle',
      // by default memory is left to cgroups, without which no container would be checked
      'yarn.nodemanager.resource.memory.enforced': 'false',
      // Node reserves more than twice the memory of a container as address space
      'yarn.nodemanager.vmem-check-enabled': 'false',
      // Hadoop gives up a node whose disk is nine tenths full, as the disk of a developer may be
      'yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage': '99',
      'yarn.resourcemanager.nodemanagers.heartbeat-interval-ms': '250',
      // the time after which a silent node counts as lost, which is ten minutes by default
      'yarn.nm.liveness-monitor.expiry-interval-ms': '10000',
    },
    'capacity-scheduler': {
      'yarn.scheduler.capacity.root.queues': 'default',
      'yarn.scheduler.capacity.root.default.capacity': '100',
      'yarn.scheduler.capacity.maximum-am-resource-percent': '0.5',
      'yarn.scheduler.capacity.resource-calculator': 'org.apache.hadoop.yarn.util.resource.DefaultResourceCalculator',
    },
  };
}

/**
 * Merges two sets of properties, of which the second overrides the first.
 * @param {Sites} sites
 * @param {Sites} changes
 * @returns {Sites}
 */
export function changed(sites, changes) {
  return Object.fromEntries(
    Object.entries(sites).map(([site, properties]) => [site, { ...properties, ...changes[site] }]),
  );
}

/**
 * @param {string} folder
 * @param {Sites} sites
 */
export function writeSites(folder, sites) {
  mkdirSync(folder, { recursive: true });
  for (const [site, properties] of Object.entries(sites)) {
    writeFileSync(path.join(folder, `${site}.xml`), xmlOf(properties));
  }
  copyFileSync(path.join(import.meta.dirname, 'log4j.properties'), path.join(folder, 'log4j.properties'));
}

/** @param {Record<string, string>} properties */
function xmlOf(properties) {
  const lines = Object.entries(properties).map(
    ([name, value]) => `  <property><name>${escaped(name)}</name><value>${escaped(value)}</value></property>\n`,
  );
  return `<configuration>\n${lines.join('')}</configuration>\n`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
