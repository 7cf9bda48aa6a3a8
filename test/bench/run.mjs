// `npm run bench`: measures this kit against its peers, and prints the figures beside the targets (README.md).
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runSample, runScaling } from './alone.mjs';
import { runBzip2 } from './bzip2.mjs';
import { runColliding } from './colliding.mjs';
import { runIncrement } from './increment.mjs';
import { installPeers } from './install.mjs';
import { Problem } from './problem.mjs';
import { runRace } from './race.mjs';
import { figuresOf, verdictsOf } from './report.mjs';
import { Scratch } from './scratch.mjs';
import { RACES } from './works.mjs';

/**
 * The things that all works need.
 * @typedef {object} Bench
 * @property {string} root of the repository
 * @property {string[]} product the command without its arguments
 * @property {import('./install.mjs').Peers} peers
 * @property {string} python that measures
 * @property {Scratch} scratch
 * @property {number} pairs
 * @property {number} scale of the generated data
 * @property {(line: string) => void} log
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FEWEST_PAIRS = 3;

/** @type {Record<string, (bench: Bench) => import('./report.mjs').Section>} */
const WORKS = {
  distinct: (bench) => runRace(RACES.distinct, bench),
  repeated: (bench) => runRace(RACES.repeated, bench),
  quoted: (bench) => runRace(RACES.quoted, bench),
  colons: (bench) => runRace(RACES.colons, bench),
  ordered: (bench) => runRace(RACES.ordered, bench),
  json: (bench) => runRace(RACES.json, bench),
  zstd: (bench) => runRace(RACES.zstd, bench),
  small: (bench) => runRace(RACES.small, bench),
  bzip2: runBzip2,
  large: (bench) => runRace(RACES.large, bench),
  increment: runIncrement,
  sample: runSample,
  scaling: runScaling,
  colliding: runColliding,
};

export function main() {
  const { works, bench } = prepare(process.argv.slice(2));
  print(machine(bench));
  /** @type {import('./report.mjs').Section[]} */
  const sections = [];
  try {
    for (const name of works) {
      bench.log(name);
      const section = /** @type {NonNullable<typeof WORKS[string]>} */ (WORKS[name])(bench);
      sections.push(section);
      print(figuresOf(section));
    }
  } finally {
    bench.scratch.remove();
    // The figures are printed after a failure too, because measuring them took minutes.
    if (sections.length > 0) print(verdictsOf(sections));
  }
}

/**
 * @param {string[]} args
 * @returns {{ works: string[], bench: Bench }}
 */
function prepare(args) {
  const { values, positionals } = parseOptions(args);
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < FEWEST_PAIRS) {
    throw new Problem(`--pairs ${values.pairs}: a whole number from ${FEWEST_PAIRS}`);
  }
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1)) throw new Problem(`--scale ${values.scale}: a number above 0, at most 1`);
  const works = chooseWorks(positionals, values.large);
  const product = values.command?.split(' ') ?? [process.execPath, path.join(ROOT, 'dist', 'dedup.js')];
  if (!values.command && !existsSync(/** @type {string} */ (product[1]))) {
    throw new Problem('there is no dist/dedup.js; run: npm run build');
  }
  const scratch = new Scratch(path.resolve(values.data));
  const peers = installPeers();
  const log = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
  return { works, bench: { root: ROOT, product, peers, python: peers.python, scratch, pairs, scale, log } };
}

/** @param {string[]} args */
function parseOptions(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        pairs: { type: 'string', default: '5' },
        data: { type: 'string', default: path.join(os.tmpdir(), 'dedup-bench') },
        large: { type: 'boolean', default: false },
        // These are for work on the bench itself: smaller data, or another program in place of ours.
        scale: { type: 'string', default: '1' },
        command: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Problem(/** @type {Error} */ (error).message);
  }
}

/** @param {string[]} named @param {boolean} large */
function chooseWorks(named, large) {
  const all = Object.keys(WORKS);
  const unknown = named.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Problem(`no work "${unknown}"; there are: ${all.join(', ')}`);
  return all.filter(
    (name) => (named.length > 0 ? named.includes(name) : name !== 'large') || (name === 'large' && large),
  );
}

/** @param {Bench} bench */
function machine({ peers, scale }) {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const cores = os.availableParallelism();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return [
    `dedup ${version}, Node ${process.versions.node}; DuckDB ${peers.versions.duckdb} and Polars ${peers.versions.polars}, ` +
      `Python ${peers.versions.python}; 2 threads each`,
    `${os.cpus()[0]?.model ?? os.arch()}, ${cores} cores, ${memory}, ${os.type()} ${os.release()}; ` +
      new Date().toISOString().slice(0, 10),
    ...(cores === 2 ? [] : ['What was asked is asked of a machine with 2 cores.']),
    ...(scale === 1 ? [] : [`Data scaled by ${scale}: the figures say nothing about what was asked.`]),
  ].join('\n');
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n\n`);
}
