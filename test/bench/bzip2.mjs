// The work on files packed by bzip2, against the least that any reader of them has to do: to unpack them.
import { bunzip2, dedup } from './contenders.mjs';
import { holdContest } from './contest.mjs';
import { dataSet, estimatedBytes } from './generate.mjs';
import { requireTool } from './packed.mjs';
import { median } from './statistics.mjs';
import { BZIP2 } from './works.mjs';

const LINES = 5_000_000;

/**
 * @param {import('./run.mjs').Bench} bench
 * @returns {import('./report.mjs').Section}
 */
export function runBzip2(bench) {
  requireTool('bzip2');
  const spec = {
    name: 'bzip2',
    lines: Math.round(LINES * bench.scale),
    keys: null,
    packed: /** @type {const} */ ('bzip2'),
  };
  bench.scratch.requireSpace(estimatedBytes(spec) * 2.5, spec.name);
  const { files, bytes, lines } = dataSet(spec, bench.scratch.dataDir);
  const ours = dedup(bench.product, files);
  const rival = bunzip2(files);
  const contest = { ours, rivals: [rival], floors: [], rounds: bench.pairs, warmUp: true, inspect: () => {} };
  const pairs = [...holdContest(contest, bench).pairs.values()].flat();
  return {
    title: `${lines / 1e6}M lines in ${files.length} uneven files, ${(bytes / 1e6).toFixed(0)} MB packed by bzip2`,
    rows: [
      { name: rival.name, runs: pairs.map((pair) => pair.theirs) },
      { name: ours.name, runs: pairs.map((pair) => pair.ours) },
    ],
    verdicts: [{ target: BZIP2, value: median(pairs.map((pair) => pair.ours.wall / pair.theirs.wall)) }],
    notes: ['bzip2 -d only unpacks; dedup also keeps the latest records and writes them.'],
  };
}
