import { PassThrough } from 'node:stream';
import { showProgress } from '../../../job/command/progress';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A stream that pretends to be a terminal or a file, and the text that was written to it. */
function streamOf(traits: Partial<NodeJS.WriteStream>): { stream: NodeJS.WriteStream; written: () => string } {
  const stream = Object.assign(new PassThrough(), traits) as unknown as NodeJS.WriteStream;
  return { stream, written: () => String((stream as unknown as PassThrough).read() ?? '') };
}

/** Simulated work of 1,000 lines and 10 KB a second. */
function work() {
  const startMs = performance.now();
  const seconds = () => (performance.now() - startMs) / 1000;
  return { done: () => 10_000 * seconds(), lines: () => 1000 * seconds() };
}

describe('the progress on a stream that is not a terminal', () => {
  it('is a plain line every five seconds', async () => {
    const { stream, written } = streamOf({});
    const progress = await showProgress(stream);
    const { done, lines } = work();
    progress.start('map', 200_000, done, lines);
    jest.advanceTimersByTime(4999);
    expect(written()).toBe('');
    jest.advanceTimersByTime(1);
    expect(written()).toBe('map 25% | 1,000 lines/s | 15s left\n');
    jest.advanceTimersByTime(10_000);
    expect(written()).toBe('map 50% | 1,000 lines/s | 10s left\nmap 75% | 1,000 lines/s | 5s left\n');
    progress.stop();
    jest.advanceTimersByTime(60_000);
    expect(written()).toBe('');
  });

  it('shows no remaining time before the first byte, and at most 100%', async () => {
    const { stream, written } = streamOf({});
    const progress = await showProgress(stream);
    progress.start(
      'reduce',
      10,
      () => 0,
      () => 0,
    );
    jest.advanceTimersByTime(5000);
    expect(written()).toBe('reduce 0% | 0 lines/s\n');
    progress.stop();
    progress.start(
      'reduce',
      0,
      () => 0,
      () => 5,
    );
    jest.advanceTimersByTime(5000);
    expect(written()).toBe('reduce 100% | 1 lines/s | 0s left\n');
    progress.stop();
  });

  it('is plain lines too on a terminal that cannot move its cursor', async () => {
    const { stream, written } = streamOf({ isTTY: true, columns: 120 });
    const { TERM } = process.env;
    process.env.TERM = 'dumb';
    const progress = await showProgress(stream).finally(() => {
      if (TERM === undefined) delete process.env.TERM;
      else process.env.TERM = TERM;
    });
    const { done, lines } = work();
    progress.start('map', 200_000, done, lines);
    jest.advanceTimersByTime(5000);
    progress.stop();
    expect(written()).toBe('map 25% | 1,000 lines/s | 15s left\n');
  });

  it('includes the lines that are told in between', async () => {
    const { stream, written } = streamOf({});
    (await showProgress(stream)).tell('maps 3 of 16');
    expect(written()).toBe('maps 3 of 16\n');
  });
});

it('the progress on a terminal is a single line, which is redrawn and finally erased', async () => {
  const seen: string[] = [];
  const terminal = { isTTY: true, columns: 120, rows: 24 } as Partial<NodeJS.WriteStream>;
  const { stream, written } = streamOf(terminal);
  const progress = await showProgress(stream);
  const { done, lines } = work();
  progress.start('map', 200_000, done, lines);
  for (let second = 0; second < 5; second++) {
    jest.advanceTimersByTime(1000);
    seen.push(written());
  }
  expect(seen.at(-1)).toMatch(/map {4}█+░+ 25% \| 1,000 lines\/s \| 15s left/);
  expect(seen.join('')).not.toContain('\n');
  progress.stop();
  jest.advanceTimersByTime(60_000);
  expect(written()).not.toContain('map');
});
