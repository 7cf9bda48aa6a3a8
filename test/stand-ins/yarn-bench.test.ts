/** The bench on YARN: how its figures stand to what was asked, and the process by which no CPU time is lost. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PYTHON } from '../support/python';
import { until } from '../support/until';

const BENCH = join(__dirname, '..', 'bench', 'yarn');

const run = (wall: number, cpu: number) => ({ wall, cpu, clientCpu: 1, clusterCpu: cpu - 1, s3Cpu: 0, disturbance: 0 });
const ENTRIES = {
  ours: { name: 'dedup yarn', runs: [run(40, 80), run(44, 90)] },
  flink: { name: 'Flink', runs: [run(100, 200), run(88, 180)] },
  spark: { name: 'Spark', runs: [run(80, 320), run(110, 180)] },
};
const DATA = { lines: 20_000, bytes: 700_000, files: ['a', 'b'] };

test('Spark is the peer of the larger input where it is faster, and only there', () => {
  const entries = { ...ENTRIES, spark: { name: 'Spark', runs: [run(50, 100), run(55, 100)] } };
  const measured = (size: string) => {
    const [, , ...rows] = verdictsOf({ size, data: DATA, records: 3, entries });
    return rows.map(([, , measure, ratio, must, isMet]) => [measure, ratio, must, isMet]);
  };
  expect(measured('small')).toEqual([
    ['wall, by that of Flink', '0.45', 'at most 0.75', 'met'],
    ['CPU, by that of Flink', '0.45', 'at most 0.60', 'met'],
  ]);
  expect(measured('large')).toEqual([
    ['wall, by that of the faster peer', '0.80', 'at most 0.45', 'NOT met'],
    ['CPU, by that of the faster peer', '0.85', 'at most 0.40', 'NOT met'],
  ]);
});

/** The cells of the table, which a process of its own prints, because jest does not load these modules. */
function verdictsOf(outcome: object): string[][] {
  const program = `
    import { verdicts } from ${JSON.stringify(join(BENCH, 'tables.mjs'))};
    process.stdout.write(verdicts([${JSON.stringify(outcome)}]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const lines = stdout.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

/** Of /proc: hundredths of a second. */
const TICKS = 20;
/** Ends when it has used so much CPU time. */
const BURN = `while (process.cpuUsage().user < ${TICKS * 10_000}) continue;`;
/** An inner shell starts a process, prints its id, and ends before it. The outer one waits for the end of its input. */
const ORPHANING = `sh -c '"$0" -e "$1" & echo $!' "$0" "$1"; read -r line; exit 7`;

const onLinux = existsSync('/proc/self/stat') ? test : test.skip;

onLinux('the CPU time of a process without a parent counts, and the exit code is that of the command', async () => {
  const command = ['sh', '-c', ORPHANING, process.execPath, BURN];
  const reaper = spawn(PYTHON, [join(BENCH, 'reaper.py'), ...command], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const { value: orphan } = await createInterface({ input: reaper.stdout })[Symbol.asyncIterator]().next();
    await until('the orphan has ended', () => !existsSync(`/proc/${orphan}`));
    expect(ticksOfEndedChildren(reaper.pid)).toBeGreaterThanOrEqual(TICKS);
    const ended = once(reaper, 'exit');
    reaper.stdin.end();
    expect(await ended).toEqual([7, null]);
  } finally {
    reaper.kill('SIGKILL');
  }
});

/** Their user time, as in proc(5). */
function ticksOfEndedChildren(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[13]);
}
