/**
 * Hadoop's configuration, as far as the driver needs it: the addresses of REST services, the default file system, and
 * one check of NodeManagers.
 */

import { XMLParser } from 'fast-xml-parser';
import { MiB } from '../../shared/byte-units';
import { EXIT } from '../../shared/exit';
import { Failure } from '../../shared/failure';
import type { Free } from './auto';

/** The site files that are read. Later ones override earlier ones. */
export const SITE_FILES = ['core-site.xml', 'hdfs-site.xml', 'mapred-site.xml', 'yarn-site.xml'] as const;

export type HadoopProperties = ReadonlyMap<string, string>;

/** The defaults of Hadoop's own *-default.xml. */
const RESOURCE_MANAGER_HOST = '0.0.0.0';
const PORTS = {
  'yarn.resourcemanager.webapp': { http: 8088, https: 8090 },
  'mapreduce.jobhistory.webapp': { http: 19888, https: 19890 },
} as const;
const NAME_NODE_PORT = 9870;
const LARGEST_MB = 8192;
const LARGEST_CORES = 4;
const MAX_DEPTH = 20;

/**
 * The properties in the texts of some site files, and in `given`, which are texts `name=value`. Later ones override
 * earlier ones. Throws an error where a site file is not XML.
 */
export function propertiesOf(sites: readonly string[], given: readonly string[]): HadoopProperties {
  const pairs = given.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return new Map([...sites.flatMap(siteProperties), ...pairs]);
}

/**
 * The URL of ResourceManager's REST service, for example `http://10.0.0.4:8088`. Throws with exit code 69 where the
 * cluster has several ResourceManagers.
 */
export function resourceManagerUrl(properties: HadoopProperties): string {
  if (resolved(properties, 'yarn.resourcemanager.ha.enabled') === 'true') {
    throw new Failure(
      EXIT.unavailable,
      'this cluster has several ResourceManagers (yarn.resourcemanager.ha.enabled), which is not supported; name the ' +
        'active one with --hadoop yarn.resourcemanager.ha.enabled=false --hadoop yarn.resourcemanager.hostname=<host>',
    );
  }
  const host = resolved(properties, 'yarn.resourcemanager.hostname') ?? RESOURCE_MANAGER_HOST;
  return urlOf(properties, 'yarn.http.policy', 'yarn.resourcemanager.webapp', host);
}

/** The URL of the job history server's REST service, on ResourceManager's host where no other host is configured. */
export function jobHistoryUrl(properties: HadoopProperties): string {
  const { hostname } = new URL(resourceManagerUrl(properties));
  const named = urlOf(properties, 'mapreduce.jobhistory.http.policy', 'mapreduce.jobhistory.webapp', hostname);
  return named.replace('//0.0.0.0:', `//${hostname}:`);
}

/** The queue that jobs go to if they name none. */
export function usualQueue(properties: HadoopProperties): string {
  return resolved(properties, 'mapreduce.job.queuename') ?? 'default';
}

/** The largest container that the scheduler allows. */
export function largestContainer(properties: HadoopProperties): Free {
  const limit = (name: 'mb' | 'vcores') => Number(resolved(properties, `yarn.scheduler.maximum-allocation-${name}`));
  const [mb, cores] = [limit('mb'), limit('vcores')];
  return { memoryBytes: (mb > 0 ? mb : LARGEST_MB) * MiB, cores: cores > 0 ? cores : LARGEST_CORES };
}

/** Whether YARN's virtual memory check is on, which is Hadoop's default. */
export function isVirtualMemoryChecked(properties: HadoopProperties): boolean {
  return resolved(properties, 'yarn.nodemanager.vmem-check-enabled') !== 'false';
}

/** Whether containers run the Hadoop that is installed on their nodes, and not one that each job brings along. */
export function runsInstalledHadoop(properties: HadoopProperties): boolean {
  return !resolved(properties, 'mapreduce.application.framework.path');
}

/**
 * How the driver reaches the default file system by itself: as files of this machine, or at the URL of NameNode's REST
 * service. Null where it cannot, or where the site files leave it open.
 */
export function directFileSystem(properties: HadoopProperties): 'disk' | { readonly nameNode: string } | null {
  const named = resolved(properties, 'fs.defaultFS');
  if (named === undefined || !URL.canParse(named)) return null;
  const { protocol, hostname } = new URL(named);
  if (protocol === 'file:') return properties.has('fs.file.impl') ? null : 'disk';
  if (protocol !== 'hdfs:' || hostname === '') return null;
  const isPlain =
    (resolved(properties, 'hadoop.security.authentication') ?? 'simple') === 'simple' &&
    (resolved(properties, 'dfs.http.policy') ?? 'HTTP_ONLY') !== 'HTTPS_ONLY' &&
    resolved(properties, 'dfs.webhdfs.enabled') !== 'false';
  // a name service stands for several NameNodes, of which one is active
  if (!isPlain || resolved(properties, 'dfs.nameservices') !== undefined) return null;
  const address = resolved(properties, 'dfs.namenode.http-address') ?? `${hostname}:${NAME_NODE_PORT}`;
  return { nameNode: `http://${address.replace(/^0\.0\.0\.0:/, `${hostname}:`)}` };
}

function urlOf(properties: HadoopProperties, policy: string, service: keyof typeof PORTS, host: string): string {
  const scheme = resolved(properties, policy) === 'HTTPS_ONLY' ? 'https' : 'http';
  const address = resolved(properties, `${service}.${scheme === 'https' ? 'https.' : ''}address`);
  return `${scheme}://${address ?? `${host}:${PORTS[service][scheme]}`}`;
}

/** The value of a property, in which every `${name}` is replaced by the value of that property. */
function resolved(properties: HadoopProperties, name: string): string | undefined {
  let value = properties.get(name);
  for (let depth = 0; depth < MAX_DEPTH && value?.includes('${'); depth++) {
    value = value.replace(/\$\{([^}]+)\}/g, (whole, other: string) => properties.get(other) ?? whole);
  }
  return value;
}

function siteProperties(xml: string): [string, string][] {
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'property' });
  const found: unknown = parser.parse(xml, true)?.configuration?.property;
  if (!Array.isArray(found)) return [];
  return found.filter(({ name }) => typeof name === 'string').map(({ name, value }) => [name, String(value).trim()]);
}
