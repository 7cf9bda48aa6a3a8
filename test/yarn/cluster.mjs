// One cluster in one folder: makes it, starts it, and waits until it is up.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts, nodeAddress } from './addresses.mjs';
import { containerJvms } from './container-jvms.mjs';
import { lastError, startJobHistoryServer, startNodeManager, startResourceManager } from './daemons.mjs';
import { environmentOf } from './environment.mjs';
import { Problem } from './problem.mjs';
import { endContainers } from './processes.mjs';
import { changed, sitesOf, writeSites } from './sites.mjs';

/** @typedef {import('./daemons.mjs').Daemon} Daemon */

/**
 * @typedef {object} Options
 * @property {number} nodes
 * @property {number} memoryMb of each node
 * @property {import('./sites.mjs').Sites} set properties that override those of sites.mjs
 * @property {boolean} isPlain whether the JVMs of containers and of commands start as on a cluster that nobody has prepared
 */

/** @typedef {{ name: string, address: string, pid: number, folder: string }} Node */

/**
 * The description of a running cluster.
 * @typedef {object} Description
 * @property {string} resourceManager address of its pages and REST
 * @property {string} jobHistory address of its pages and REST
 * @property {readonly Node[]} nodes
 * @property {readonly { name: string, pid: number }[]} daemons all, those of the nodes too
 * @property {number} supervisorPid
 * @property {string} folder everything the cluster writes
 * @property {Record<string, string>} environment of commands that use it
 * @property {string} streamingCommands the folder of that PATH which has `hadoop-streaming`
 */

const PAUSE_MS = 100;
/** The limit for a very busy machine. An idle one needs a tenth of it. */
const UP_WITHIN_MS = 300_000;

export class Cluster {
  /** @type {Map<string, Daemon>} */
  #daemons = new Map();
  #place;
  #pages;
  #nodes;
  #isPlain;

  /**
   * @param {import('./daemons.mjs').Place} place
   * @param {{ resourceManager: string, jobHistory: string }} pages
   * @param {readonly { name: string, address: string, folder: string }[]} nodes
   * @param {boolean} isPlain
   */
  constructor(place, pages, nodes, isPlain) {
    this.#place = place;
    this.#pages = pages;
    this.#nodes = nodes;
    this.#isPlain = isPlain;
  }

  /** Returns when every node is RUNNING. */
  async start() {
    this.#keep(startResourceManager(this.#place));
    for (const node of this.#nodes) this.#keep(startNodeManager(this.#place, node));
    this.#keep(startJobHistoryServer(this.#place));
    await this.#untilUp();
  }

  /** Starts the NodeManager of a lost node again, after ending the processes left in its containers. @param {string} name */
  async startNode(name) {
    const node = this.#node(name);
    if (this.#daemons.get(name)?.hasEnded() === false) throw new Problem(`${name} is running`);
    await endContainers(node.folder);
    this.#keep(startNodeManager(this.#place, node));
  }

  /** Ends a node as a loss of power does: its NodeManager and all its containers at once. @param {string} name */
  async loseNode(name) {
    const node = this.#node(name);
    await this.#daemons.get(name)?.end('SIGKILL');
    await endContainers(node.folder);
  }

  /** Asks the daemons to end. */
  async shutDown() {
    await Promise.all([...this.#daemons.values()].map((daemon) => daemon.end('SIGTERM')));
  }

  /** @returns {Description} */
  describe() {
    const { folder } = this.#place;
    return {
      ...this.#pages,
      nodes: this.#nodes.map((node) => ({ ...node, pid: this.#daemons.get(node.name)?.pid ?? 0 })),
      daemons: [...this.#daemons.values()].map(({ name, pid }) => ({ name, pid })),
      supervisorPid: process.pid,
      folder,
      ...environmentOf(this.#place, this.#isPlain),
    };
  }

  /** @param {Daemon} daemon */
  #keep(daemon) {
    this.#daemons.set(daemon.name, daemon);
  }

  /** @param {string} name */
  #node(name) {
    const found = this.#nodes.find((node) => node.name === name);
    if (found) return found;
    throw new Problem(`no node "${name}"; there are: ${this.#nodes.map((node) => node.name).join(', ')}`);
  }

  async #untilUp() {
    const deadline = Date.now() + UP_WITHIN_MS;
    while (!(await this.#isUp())) {
      const ended = [...this.#daemons.values()].find((daemon) => daemon.hasEnded());
      if (ended) throw new Problem(`${ended.name} ended: ${lastError(ended)}`);
      if (Date.now() > deadline) {
        const said = [...this.#daemons.values()].map((daemon) => `${daemon.name}: ${lastError(daemon)}`);
        throw new Problem([`not up within ${UP_WITHIN_MS / 1000} s`, ...said].join('\n'));
      }
      await delay(PAUSE_MS);
    }
  }

  async #isUp() {
    const { resourceManager, jobHistory } = this.#pages;
    const answers = await Promise.all([
      ask(`${resourceManager}/ws/v1/cluster/nodes?states=RUNNING`),
      ask(`${jobHistory}/ws/v1/history/info`),
    ]);
    return answers.every((answer) => answer !== null) && answers[0].nodes?.node?.length === this.#nodes.length;
  }
}

/**
 * @param {Omit<import('./daemons.mjs').Place, 'configuration'>} where
 * @param {Options} options
 */
export async function makeCluster(where, { nodes, memoryMb, set, isPlain }) {
  const { folder, hadoop } = where;
  const configuration = path.join(folder, 'conf');
  for (const name of ['logs', 'tmp', 'staging']) mkdirSync(path.join(folder, name), { recursive: true });
  const [scheduler, tracker, client, admin, web, historyClient, historyAdmin, historyWeb] = await freePorts(8);
  const sites = sitesOf({
    folder,
    configuration,
    jars: hadoop.jars,
    memoryMb,
    containerJvms: isPlain ? {} : containerJvms({ ...where, configuration }),
    manager: { scheduler, tracker, client, admin, web },
    history: { client: historyClient, admin: historyAdmin, web: historyWeb },
  });
  writeSites(configuration, changed(sites, set));
  const pages = { resourceManager: `http://127.0.0.1:${web}`, jobHistory: `http://127.0.0.1:${historyWeb}` };
  const named = Array.from({ length: nodes }, (_, i) => {
    const name = `node-${i + 1}`;
    return { name, address: nodeAddress(i + 1), folder: path.join(folder, 'nodes', name) };
  });
  return new Cluster({ ...where, configuration }, pages, named, isPlain);
}

/** The answer of a page, or null as long as no server answers. @param {string} url */
async function ask(url) {
  try {
    const response = await fetch(url);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
