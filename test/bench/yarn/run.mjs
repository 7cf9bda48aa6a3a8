// `npm run bench -- yarn`: `dedup yarn` beside Flink and Spark, on the YARN of this machine (README.md).
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findJava } from '../../yarn/java.mjs';
import { Missing } from '../../yarn/problem.mjs';
import { Problem } from '../problem.mjs';
import { Scratch } from '../scratch.mjs';
import { makeClassData } from './class-data.mjs';
import { startCluster } from './cluster.mjs';
import { installPeers } from './peers/install.mjs';
import { race, SIZES, warmUp } from './race.mjs';
import { startS3, VERSION as VERSITYGW } from './s3.mjs';
import { CONTAINER_MB, CONTAINERS, SLOTS } from './shape.mjs';
import { costs, figures, verdicts } from './tables.mjs';

/**
 * @typedef {object} Bench
 * @property {readonly string[]} product the command without its arguments
 * @property {readonly string[]} client its options, of `dedup yarn` alone
 * @property {import('./peers/install.mjs').Peers} peers
 * @property {import('./cluster.mjs').Cluster} cluster
 * @property {import('./class-data.mjs').ClassData} classData
 * @property {import('./s3.mjs').S3 | null} s3
 * @property {Scratch} scratch
 * @property {number} pairs
 * @property {number} scale of the larger data
 * @property {boolean} isCold whether the first round counts, as no other runs before it
 * @property {(line: string) => void} log
 */

const DEDUP = fileURLToPath(new URL('../../../dist/dedup.js', import.meta.url));

export async function main() {
  const { hasS3, isPlain, dataDir, sizes, ...options } = parseOptions(process.argv.slice(2));
  const scratch = new Scratch(dataDir);
  const log = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
  const java = requireJava();
  const peers = installPeers(java);
  const s3 = hasS3 ? await startS3(dataDir) : null;
  try {
    log('starting YARN');
    const cluster = await startCluster(peers.python, isPlain);
    try {
      const classData = await makeClassData(options.product, cluster);
      print(machine({ ...options, hasS3, isPlain, classData, java: java.version, peers: peers.versions }));
      await measureAll(sizes, { ...options, peers, cluster, classData, s3, scratch, log });
    } finally {
      await cluster.stop();
    }
  } finally {
    scratch.remove();
    await s3?.stop();
  }
}

function requireJava() {
  try {
    return findJava();
  } catch (error) {
    throw error instanceof Missing ? new Problem(error.message) : error;
  }
}

/** @param {readonly import('./race.mjs').SizeName[]} sizes @param {Bench} bench */
async function measureAll(sizes, bench) {
  if (!bench.isCold) await warmUp(bench);
  /** @type {import('./race.mjs').Outcome[]} */
  const outcomes = [];
  for (const size of sizes) {
    const outcome = await race(size, bench);
    outcomes.push(outcome);
    print(figures(outcome));
  }
  const [small, large] = outcomes;
  if (small && large) print(costs(small, large));
  print(verdicts(outcomes));
}

/** @param {string[]} args */
function parseOptions(args) {
  const { values, positionals } = parse(args);
  const pairs = Number(values.pairs);
  if (!(Number.isInteger(pairs) && pairs > 0)) throw new Problem(`--pairs ${values.pairs}: a whole number from 1`);
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1)) throw new Problem(`--scale ${values.scale}: a number above 0, at most 1`);
  if (!values.command && !existsSync(DEDUP)) throw new Problem('there is no dist/dedup.js; run: npm run build');
  if (!existsSync('/proc/self/stat')) throw new Problem('CPU time of a cluster is known on Linux alone, from /proc');
  const product = values.command?.split(' ') ?? [process.execPath, DEDUP];
  return {
    ...{ product, client: values.option, dataDir: path.resolve(values.data), pairs, scale },
    ...{ sizes: chooseSizes(positionals), hasS3: values.s3, isPlain: !values['class-data'], isCold: values.cold },
  };
}

/** @param {readonly string[]} named */
function chooseSizes(named) {
  const all = /** @type {import('./race.mjs').SizeName[]} */ (Object.keys(SIZES));
  const unknown = named.find((name) => !all.some((size) => size === name));
  if (unknown !== undefined) throw new Problem(`no size "${unknown}"; there are: ${all.join(', ')}`);
  return all.filter((size) => named.length === 0 || named.includes(size));
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        pairs: { type: 'string', default: '3' },
        data: { type: 'string', default: path.join(os.tmpdir(), 'dedup-bench') },
        s3: { type: 'boolean', default: false },
        'class-data': { type: 'boolean', default: false },
        // These are for work on the bench and on the job: smaller data, no warm-up, another program, further options of
        // `dedup yarn`.
        scale: { type: 'string', default: '1' },
        cold: { type: 'boolean', default: false },
        command: { type: 'string' },
        option: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new Problem(/** @type {Error} */ (error).message);
  }
}

/**
 * The lines above the tables.
 * @param {{ scale: number, isCold: boolean, hasS3: boolean, isPlain: boolean, classData: import('./class-data.mjs').ClassData, java: string, peers: import('./peers/install.mjs').Peers['versions'] }} bench
 */
function machine({ scale, isCold, hasS3, isPlain, classData, java, peers }) {
  const cores = os.availableParallelism();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return [
    `Node ${process.versions.node}, Flink ${peers.flink}, Spark ${peers.spark}, Java ${java}; Hadoop of test/yarn, ` +
      `4 nodes of 11520 MB, ${CONTAINERS} containers of ${CONTAINER_MB} MB and ${SLOTS} slots`,
    isPlain
      ? 'No JVM of a container or a client takes its classes from the archive of test/yarn.'
      : "Hadoop's commands and the containers of MapReduce, but not those of the peers, take their classes from the archive of test/yarn.",
    `Class data of "dedup class-data": made once before all runs, in ${classData.wall.toFixed(1)} s and ${classData.cpu.toFixed(1)} s of CPU, ${(classData.bytes / 1e6).toFixed(0)} MB.`,
    `${os.cpus()[0]?.model ?? os.arch()}, ${cores} cores for all of them, ${memory}, ${os.type()} ${os.release()}; ` +
      new Date().toISOString().slice(0, 10),
    ...(hasS3 ? [`S3: versitygw ${VERSITYGW}, on the same disk and cores`] : []),
    ...(cores === 2 ? [] : ['What was asked is asked of a machine with 2 cores.']),
    ...(isCold ? ['No round came before those that count.'] : []),
    ...(scale === 1 ? [] : [`Data scaled by ${scale}: the figures say nothing about what was asked.`]),
  ].join('\n');
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n\n`);
}
