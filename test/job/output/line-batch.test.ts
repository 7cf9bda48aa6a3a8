import { LineBatch } from '../../../job/output/line-batch';

function batch(batchBytes: number) {
  const written: [string, number][] = [];
  const made = new LineBatch(batchBytes, async (bytes, lines) => {
    written.push([Buffer.from(bytes).toString(), lines]);
  });
  return { batch: made, written };
}

it('hands on what fits, and counts its lines', async () => {
  const { batch: lines, written } = batch(10);
  for (const text of ['aaa\n', 'bbb\nc\n', 'd\n', 'e\nf\n'])
    await lines.add(Buffer.from(text), text.split('\n').length - 1);
  expect(written).toEqual([['aaa\nbbb\nc\n', 3]]);
  await lines.flush();
  await lines.flush();
  expect(written).toEqual([
    ['aaa\nbbb\nc\n', 3],
    ['d\ne\nf\n', 3],
  ]);
});

it('hands on what is longer alone, in its place', async () => {
  const { batch: lines, written } = batch(4);
  await lines.add(Buffer.from('a\n'), 1);
  await lines.add(Buffer.from('long one\n'), 1);
  await lines.add(Buffer.from('b\n'), 1);
  await lines.flush();
  expect(written.map(([text]) => text)).toEqual(['a\n', 'long one\n', 'b\n']);
});

it('copies: the bytes may change at once', async () => {
  const { batch: lines, written } = batch(10);
  const bytes = Buffer.from('a\n');
  expect(lines.add(bytes, 1)).toBeUndefined();
  bytes.fill(0);
  await lines.flush();
  expect(written).toEqual([['a\n', 1]]);
});

it('has nothing to hand on where nothing was added', async () => {
  const { batch: lines, written } = batch(10);
  await lines.flush();
  expect(written).toEqual([]);
});
