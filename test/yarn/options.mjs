// The launcher's arguments.
import { parseArgs } from 'node:util';
import { MAX_NODES } from './addresses.mjs';
import { Problem } from './problem.mjs';
import { SITES } from './sites.mjs';

/** The nodes and memory that four m3.xlarge give to YARN. */
const DEFAULTS = { nodes: '4', memory: '11520' };
const LEAST_MEMORY_MB = 32;

/**
 * @param {string[]} args
 * @returns {{ cluster: import('./cluster.mjs').Options, json: boolean }}
 */
export function parseOptions(args) {
  const { nodes, memory, set, plain, json } = parse(args);
  return {
    cluster: {
      nodes: wholeNumber('--nodes', nodes, 1, MAX_NODES),
      memoryMb: wholeNumber('--memory', memory, LEAST_MEMORY_MB, 2 ** 31 - 1),
      set: settingsOf(set),
      isPlain: plain,
    },
    json,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        nodes: { type: 'string', default: DEFAULTS.nodes },
        memory: { type: 'string', default: DEFAULTS.memory },
        set: { type: 'string', multiple: true, default: [] },
        plain: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Problem(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} option
 * @param {string} text
 * @param {number} least
 * @param {number} most
 */
function wholeNumber(option, text, least, most) {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Problem(`${option} ${text}: a whole number from ${least} to ${most}`);
}

/** @param {readonly string[]} given such as `yarn-site:yarn.nodemanager.vmem-check-enabled=true` */
function settingsOf(given) {
  /** @type {import('./sites.mjs').Sites} */
  const sites = {};
  for (const text of given) {
    const [, site = '', name = '', value = ''] = /^([^:]+):([^=]+)=(.*)$/s.exec(text) ?? [];
    if (!SITES.includes(site)) throw new Problem(`--set ${text}: SITE:NAME=VALUE, SITE one of ${SITES.join(', ')}`);
    sites[site] = { ...sites[site], [name]: value };
  }
  return sites;
}
