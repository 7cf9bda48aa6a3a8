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
 * What differs from Hadoop's defaults: places, what EMR sets on an m3.xlarge, and what makes tests short. Everything
 * else is Hadoop's default, and must stay: a job has to get along with it.
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
      // s3:// is S3A's, as on EMR from 7.10 on
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
      // not in yarn-site, which mapred-default overrides: the second NodeManager would find 13562 taken
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
      // else all clusters of a user write to one folder, and one that starts beside another may not find its own file
      'yarn.node-attribute.fs-store.root-dir': `file://${path.join(folder, 'node-attribute')}`,
      'yarn.scheduler.minimum-allocation-mb': '32',
      'yarn.scheduler.maximum-allocation-mb': String(memoryMb),
      'yarn.nodemanager.resource.memory-mb': String(memoryMb),
      'yarn.nodemanager.resource.cpu-vcores': '4',
      'yarn.nodemanager.aux-services': 'mapreduce_shuffle',
      // by default memory is left to cgroups, and without them no container is ever checked
      'yarn.nodemanager.resource.memory.enforced': 'false',
      // Node reserves more than twice a container in addresses alone
      'yarn.nodemanager.vmem-check-enabled': 'false',
      // a developer's disk may well be nine tenths full, where Hadoop gives a node up
      'yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage': '99',
      'yarn.resourcemanager.nodemanagers.heartbeat-interval-ms': '250',
      // how long a node may be silent: ten minutes by default
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
 * The second's properties win.
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
