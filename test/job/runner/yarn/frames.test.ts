import { FrameWriter, MAX_VALUE_BYTES, readFrames, readValue } from '../../../../job/runner/yarn/frames';
import { lockOf, newLock } from '../../../../job/runner/yarn/lock';
import { KEY_BYTES } from '../../../../job/runner/yarn/shuffle-key';
import { Random } from '../../../support/random';
import { bytesOf, type Frame, framesOf, readFrom } from '../../../support/shuffle';

const ALL_BYTES = Array.from({ length: 256 }, (_, i) => i);

function someFrames(random: Random): Frame[] {
  return Array.from({ length: 20 }, () => ({
    key: random.bytes(KEY_BYTES, ALL_BYTES),
    value: random.bytes(random.pick([0, 1, 5, 300]), ALL_BYTES),
  }));
}

async function readAll(bytes: Buffer, width: number): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of readFrames(readFrom(bytes, () => width))) {
    frames.push({ key: frame.key, value: await readValue(frame) });
  }
  return frames;
}

it('frames are written in the format that Hadoop reads', async () => {
  const frames = someFrames(new Random(1));
  const written: Buffer[] = [];
  const write = async (bytes: Uint8Array) => {
    written.push(Buffer.from(bytes));
  };
  const writer = new FrameWriter(write, lockOf(newLock()));
  for (const { key, value } of frames) await writer.add(key, value);
  expect(framesOf(Buffer.concat(written))).toEqual(frames);
  expect(Buffer.concat(written)).toEqual(bytesOf(frames));
});

it.each([1, 2, 3, 5, 16, 17, 64, 1000, 1_000_000])(
  'frames are read when they arrive in pieces of %i bytes',
  async (width) => {
    const frames = someFrames(new Random(width));
    expect(await readAll(bytesOf(frames), width)).toEqual(frames);
  },
);

it('an empty stream has no frames', async () => {
  expect(await readAll(Buffer.alloc(0), 10)).toEqual([]);
});

it('a stream that was truncated at any byte of a frame is refused', async () => {
  const frames = [{ key: Buffer.alloc(KEY_BYTES, 1), value: Buffer.from('some lines\n') }];
  const whole = bytesOf([...frames, ...frames]);
  const half = whole.length / 2;
  for (let length = 1; length < whole.length; length++) {
    if (length === half) continue;
    const read = readAll(whole.subarray(0, length), 4);
    await expect(read).rejects.toMatchObject({
      exitCode: 74,
      message: expect.stringMatching(/^standard input ended within a frame, at least \d+ bytes too early$/),
    });
  }
});

it('a frame with a key that is not of this kit is refused', async () => {
  const text = Buffer.from('48 65 6c 6c 6f\t\n');
  await expect(readAll(text, 100)).rejects.toMatchObject({
    exitCode: 70,
    message: `standard input is not a frame of this kit: a key of ${0x34382036} bytes, expected ${KEY_BYTES}; the job has to set stream.reduce.input=rawbytes`,
  });
});

it('a frame that is longer than any frame of this kit is refused', async () => {
  const frame = bytesOf([{ key: Buffer.alloc(KEY_BYTES), value: Buffer.alloc(0) }]);
  frame.writeUInt32BE(MAX_VALUE_BYTES + 1, 4 + KEY_BYTES);
  await expect(readAll(frame, 100)).rejects.toMatchObject({
    exitCode: 70,
    message: expect.stringContaining(`a value of ${MAX_VALUE_BYTES + 1} bytes, expected at most ${MAX_VALUE_BYTES};`),
  });
});

it('a frame has to be read to its end before the next one', async () => {
  const frames = readFrames(
    readFrom(bytesOf(someFrames(new Random(3)).filter(({ value }) => value.length > 1)), () => 9),
  );
  await frames.next();
  await expect(frames.next()).rejects.toThrow(/^0 of \d+ bytes were taken$/);
});
