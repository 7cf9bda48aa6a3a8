import { gzipSync } from 'node:zlib';
import { gzip } from '../../../job/codec/gzip';
import { EXIT } from '../../../job/shared/exit';
import { cuts, DAMAGE, fateOf, flips } from '../../support/damage';
import { unpacked } from '../../support/unpacked';

const TEXT = Buffer.from(Array.from({ length: 40 }, (_, i) => `movie ${i % 7}^user ${i}^${i % 5}.0^${i}\n`).join(''));

it('a file that is cut anywhere is refused', async () => {
  for (const cut of cuts(gzipSync(TEXT))) {
    const fate = await fateOf(gzip.unpack, cut);
    expect(fate).toMatchObject({ exitCode: EXIT.badData, message: expect.stringMatching(DAMAGE) });
  }
});

it('a file with any byte changed is refused, or has the same content', async () => {
  for (const flipped of flips(gzipSync(TEXT))) {
    const fate = await fateOf(gzip.unpack, flipped);
    if (Buffer.isBuffer(fate)) expect(fate.equals(TEXT)).toBe(true);
    else expect(fate).toMatchObject({ exitCode: EXIT.badData, message: expect.stringMatching(DAMAGE) });
  }
});

it('zeros behind the last member are padding, and zeros with more behind them are damage', async () => {
  const padded = Buffer.concat([gzipSync(TEXT), gzipSync(TEXT), Buffer.alloc(999)]);
  expect((await unpacked(gzip.unpack, padded)).equals(Buffer.concat([TEXT, TEXT]))).toBe(true);
  const fate = await fateOf(gzip.unpack, Buffer.concat([padded, gzipSync(TEXT)]));
  const message = `more data follows the zeros near byte ${padded.length - 999};`;
  expect(fate).toMatchObject({ message: expect.stringContaining(message) });
});
