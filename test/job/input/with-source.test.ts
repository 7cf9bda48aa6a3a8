import type { ByteSource } from '../../../job/codec/stream/byte-source';
import { withSource } from '../../../job/input/with-source';

const ENDED = new Error('ended');

/** Bytes whose descriptor is anybody's once they are closed. */
class Bytes implements ByteSource {
  readonly storedBytes = 0;
  closed = 0;

  constructor(private readonly atClose: () => void = () => undefined) {}

  read(): number {
    return this.closed;
  }

  close(): void {
    this.closed++;
    this.atClose();
  }
}

test('the bytes are closed once at the end of the work', async () => {
  const bytes = new Bytes();
  expect(await withSource(bytes, new AbortController().signal, () => bytes.read())).toBe(0);
  expect(bytes.closed).toBe(1);
});

test('the bytes are closed once where the run is ended during the work', async () => {
  const bytes = new Bytes();
  const run = new AbortController();
  const working = withSource(bytes, run.signal, async () => {
    run.abort(ENDED);
    expect(bytes.closed).toBe(1);
  });
  await expect(working).rejects.toBe(ENDED);
  expect(bytes.closed).toBe(1);
});

test('the reason for the end is told, also where closing finds another fault', async () => {
  const bytes = new Bytes(() => {
    throw new Error('the file has changed');
  });
  const run = new AbortController();
  const working = withSource(bytes, run.signal, async () => run.abort(ENDED));
  await expect(working).rejects.toBe(ENDED);
});

test('a run that has ended does no work', async () => {
  const bytes = new Bytes();
  const work = jest.fn();
  await expect(withSource(bytes, AbortSignal.abort(ENDED), work)).rejects.toBe(ENDED);
  expect([work.mock.calls, bytes.closed]).toEqual([[], 1]);
});
