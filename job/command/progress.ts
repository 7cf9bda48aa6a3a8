import type { Options, SingleBar } from 'cli-progress';
import type { Progress } from '../runner/runner';
import { grouped } from '../shared/figures';

const REDRAW_MS = 250;
/** The interval of plain lines, where there is no terminal. A run that is over sooner writes none. */
const PLAIN_EVERY_MS = 5000;

export const noProgress: Progress = { start: () => {}, stop: () => {}, tell: () => {} };

/** A line that is drawn again and again on a terminal; plain lines elsewhere. */
export async function showProgress(stream: NodeJS.WriteStream): Promise<Progress> {
  // a terminal of this type, such as that of an editor, shows the codes that move its cursor
  const canRedraw = stream.isTTY === true && process.env.TERM !== 'dumb';
  // only a terminal loads the package that draws on it
  return canRedraw ? barOn(stream, (await import('cli-progress')).SingleBar) : plainLinesOn(stream);
}

function barOn(stream: NodeJS.WriteStream, Bar: typeof SingleBar): Progress {
  let bar: SingleBar | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    start(phase, total, done, lines) {
      const startMs = performance.now();
      bar = new Bar(barOptions(stream, phase));
      bar.start(total, 0, { rate: '0' });
      timer = setInterval(() => {
        bar?.update(Math.min(done(), total), { rate: rateOf(lines(), performance.now() - startMs) });
      }, REDRAW_MS);
    },
    stop() {
      clearInterval(timer);
      bar?.stop();
      bar = undefined;
    },
    tell: tellOn(stream),
  };
}

function barOptions(stream: NodeJS.WriteStream, phase: string): Options {
  return {
    stream,
    format: `${phase.padEnd(6)} {bar} {percentage}% | {rate} lines/s | {eta_formatted} left`,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    etaBuffer: 20,
    gracefulExit: false,
  };
}

function plainLinesOn(stream: NodeJS.WriteStream): Progress {
  let timer: NodeJS.Timeout | undefined;
  return {
    start(phase, total, done, lines) {
      const startMs = performance.now();
      timer = setInterval(() => {
        const elapsedMs = performance.now() - startMs;
        const share = total === 0 ? 1 : Math.min(done() / total, 1);
        const left = share === 0 ? '' : ` | ${Math.ceil((elapsedMs * (1 - share)) / share / 1000)}s left`;
        stream.write(`${phase} ${Math.floor(100 * share)}% | ${rateOf(lines(), elapsedMs)} lines/s${left}\n`);
      }, PLAIN_EVERY_MS);
    },
    stop() {
      clearInterval(timer);
    },
    tell: tellOn(stream),
  };
}

function tellOn(stream: NodeJS.WriteStream): Progress['tell'] {
  return (line) => void stream.write(`${line}\n`);
}

function rateOf(lines: number, elapsedMs: number): string {
  return grouped(Math.round((1000 * lines) / elapsedMs));
}
