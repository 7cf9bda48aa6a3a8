// `npm run bench -- yarn auto`: the wall time of `--parallelism auto` next to that of fixed parallelisms, on the YARN of
// this machine with 1, 2 and 4 nodes, and for 20 K, 2 M and 25 M lines. `--nodes`, `--sizes small,medium,large` and
// `--parallelism` take a part of that; `--rounds N` repeats it, and the table has medians. The machine should be idle.
// The records that all runs keep must agree.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Agreement, readSummary } from '../agreement.mjs';
import { dataSet, estimatedBytes } from '../generate.mjs';
import { ENVIRONMENT } from '../measure.mjs';
import { Problem } from '../problem.mjs';
import { Scratch } from '../scratch.mjs';
import { median } from '../statistics.mjs';

/**
 * @typedef {import('../../yarn/cluster.mjs').Description & { stop: () => Promise<void> }} Cluster
 *
 * @typedef {object} Bench
 * @property {readonly string[]} parallelisms
 * @property {number} rounds
 * @property {Scratch} scratch
 *
 * @typedef {{ walls: number[], tasks: string }} Figures
 */

const LAUNCHER = fileURLToPath(new URL('../../yarn/launch.mjs', import.meta.url));
const DEDUP = fileURLToPath(new URL('../../../dist/dedup.js', import.meta.url));
const AUTO = 'auto';
/** Lines of each size. */
const SIZES = { small: 20_000, medium: 2_000_000, large: 25_000_000 };
/** The wall time of `auto` is at most so many times that of the best fixed parallelism. */
const MOST_RATIO = 1.2;
/** The space for the input, the output and the map outputs on the nodes, as a multiple of the input. */
const DISK = 4;
const PAUSE_MS = 200;

export async function main() {
  const { nodes, sizes, ...bench } = parseOptions(process.argv.slice(2));
  const rows = [];
  try {
    for (const count of nodes) {
      log(`starting YARN with ${counted(count, 'node')}`);
      const cluster = await startCluster(count);
      try {
        for (const size of sizes) rows.push(rowOf(count, size, await race(size, cluster, bench)));
      } finally {
        await cluster.stop();
      }
    }
  } finally {
    bench.scratch.remove();
    if (rows.length > 0) process.stdout.write(`${table(rows, bench.parallelisms)}\n`);
  }
}

/**
 * @param {keyof typeof SIZES} size
 * @param {Cluster} cluster
 * @param {Bench} bench
 * @returns {Promise<Map<string, Figures>>} by parallelism
 */
async function race(size, cluster, { parallelisms, rounds, scratch }) {
  // the data of the bench beside this one, so that it is made once
  const spec = { name: 'yarn', lines: SIZES[size], keys: 10_000_000, users: 5000, weights: [1, 2, 3, 5, 8, 4, 1] };
  scratch.requireSpace(estimatedBytes(spec) * DISK, size);
  const data = dataSet(spec, scratch.dataDir);
  const agreement = new Agreement(data);
  const found = new Map(parallelisms.map((each) => [each, /** @type {Figures} */ ({ walls: [], tasks: '' })]));
  for (let round = 1; round <= rounds; round++) {
    for (const [parallelism, figures] of found) {
      scratch.clear();
      await untilIdle(cluster);
      const wall = await measure(parallelism, data.files, scratch.output, cluster);
      agreement.check(parallelism, () => scratch.output);
      figures.walls.push(wall);
      const { yarn } = /** @type {import('../../../job/summary/summary').Summary} */ (readSummary(scratch.output));
      figures.tasks = `${yarn?.maps} + ${yarn?.reduces}`;
      log(`  ${size}, parallelism ${parallelism}: ${wall.toFixed(1)} s, ${figures.tasks} tasks`);
    }
  }
  return found;
}

/**
 * @param {string} parallelism
 * @param {readonly string[]} inputs
 * @param {string} output
 * @param {Cluster} cluster
 * @returns {Promise<number>} seconds
 */
async function measure(parallelism, inputs, output, { environment }) {
  const startMs = performance.now();
  const args = ['yarn', ...inputs, '--output', output, '--parallelism', parallelism];
  const client = spawn(process.execPath, [DEDUP, ...args], {
    env: { ...ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [client.stdout, client.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const [exitCode] = await once(client, 'close');
  if (exitCode !== 0) throw new Problem(`exit code ${exitCode} with --parallelism ${parallelism}\n${said.trim()}`);
  const [chosen] = said.split('\n').filter((line) => line.startsWith('parallelism '));
  if (chosen !== undefined) log(`    ${chosen}`);
  return (performance.now() - startMs) / 1000;
}

/** The application master stays some seconds after its job. @param {Cluster} cluster */
async function untilIdle({ resourceManager }) {
  for (;;) {
    const { clusterMetrics } = await (await fetch(`${resourceManager}/ws/v1/cluster/metrics`)).json();
    if (clusterMetrics.allocatedMB === 0) return;
    await delay(PAUSE_MS);
  }
}

/** @param {number} nodes @returns {Promise<Cluster>} */
async function startCluster(nodes) {
  const launcher = spawn(process.execPath, [LAUNCHER, '--json', '--nodes', String(nodes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  launcher.stdin.on('error', () => undefined);
  const ended = once(launcher, 'close');
  const first = await createInterface({ input: launcher.stdout })[Symbol.asyncIterator]().next();
  if (first.done) throw new Problem('there is no YARN to measure on');
  const stop = async () => {
    launcher.stdin.end();
    await ended;
  };
  return { ...JSON.parse(first.value), stop };
}

/**
 * @param {number} nodes
 * @param {keyof typeof SIZES} size
 * @param {Map<string, Figures>} found
 */
function rowOf(nodes, size, found) {
  const cells = [...found].map(([, { walls, tasks }]) => `${median(walls).toFixed(1)} (${tasks})`);
  const fixed = [...found].filter(([name]) => name !== AUTO).map(([, { walls }]) => median(walls));
  const auto = found.get(AUTO);
  const ratio = auto === undefined ? Number.NaN : median(auto.walls) / Math.min(...fixed);
  return { nodes, size, cells, ratio };
}

/** @param {readonly ReturnType<typeof rowOf>[]} rows @param {readonly string[]} parallelisms */
function table(rows, parallelisms) {
  const heads = ['nodes', 'lines', ...parallelisms, 'auto, by the best'];
  const lines = rows.map(({ nodes, size, cells, ratio }) => {
    const verdict = Number.isNaN(ratio) ? '' : `${ratio.toFixed(2)}${ratio > MOST_RATIO ? ', **not met**' : ''}`;
    return [String(nodes), SIZES[size].toLocaleString('en'), ...cells, verdict];
  });
  const drawn = [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const machine = `${os.cpus()[0]?.model ?? os.arch()}, ${os.availableParallelism()} cores for all nodes`;
  return `Seconds of wall time, and map + reduce tasks; at most ${MOST_RATIO} is asked of the last column.\n${machine}\n\n${drawn}`;
}

/** @param {string[]} args */
function parseOptions(args) {
  const values = parse(args);
  const rounds = wholeNumber('--rounds', values.rounds);
  const nodes = values.nodes.split(',').map((text) => wholeNumber('--nodes', text));
  const known = /** @type {(keyof typeof SIZES)[]} */ (Object.keys(SIZES));
  const sizes = values.sizes.split(',').map((text) => {
    const size = known.find((each) => each === text);
    if (size === undefined) throw new Problem(`--sizes ${text}: one of ${known.join(', ')}`);
    return size;
  });
  if (!existsSync(DEDUP)) throw new Problem('there is no dist/dedup.js; run: npm run build');
  const scratch = new Scratch(path.resolve(values.data));
  return { nodes, sizes, rounds, parallelisms: values.parallelism.split(','), scratch };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        nodes: { type: 'string', default: '1,2,4' },
        sizes: { type: 'string', default: Object.keys(SIZES).join(',') },
        parallelism: { type: 'string', default: `1,2,4,8,16,${AUTO}` },
        rounds: { type: 'string', default: '1' },
        data: { type: 'string', default: path.join(os.tmpdir(), 'dedup-bench') },
      },
    }).values;
  } catch (error) {
    throw new Problem(/** @type {Error} */ (error).message);
  }
}

/** @param {string} option @param {string} text */
function wholeNumber(option, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Problem(`${option} ${text}: a whole number from 1`);
}

/** @param {number} count @param {string} name */
function counted(count, name) {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** @param {string} line */
function log(line) {
  process.stderr.write(`${line}\n`);
}
