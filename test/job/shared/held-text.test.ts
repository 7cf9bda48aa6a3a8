import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { heldText, PLACE_OF_TEXTS, type PlaceOfTexts, placeOfTexts } from '../../../job/shared/held-text';
import { ROOT } from '../../support/command';
import { temporaryFolder } from '../../support/folder';

const original = placeOfTexts();

afterEach(() => {
  setPlace(original);
});

const text = (name: string) => readFileSync(join(ROOT, 'dist', `${name}.txt`), 'utf8');

function setPlace(place: PlaceOfTexts): void {
  Object.assign(globalThis, { [PLACE_OF_TEXTS]: place });
}

const holdIn = (bundle: string) => setPlace({ bundle });

it('sources that run without a bundle find their texts in dist/', () => {
  expect(heldText('bzip2')).toBe(text('bzip2'));
});

it.each([
  ['job.js', ['sdk', 'bzip2', 'zstd-pack', 'zstd-unpack']],
  ['dedup-program.js', ['sdk', 'bzip2', 'zstd-pack', 'zstd-unpack', 'aws', 'doctor']],
] as const)('%s has its texts', (bundle, names) => {
  holdIn(join(ROOT, 'dist', bundle));
  for (const name of names) expect(heldText(name) === text(name)).toBe(true);
});

it('a bundle that was replaced is told of', () => {
  const bundle = join(temporaryFolder({ 'job.js': '/*held sdk\nabc' }), 'job.js');
  holdIn(bundle);
  expect(() => heldText('sdk')).toThrow(
    expect.objectContaining({
      exitCode: 74,
      message: `'${bundle}' was replaced while it ran, and has no text 'sdk' now; run again`,
    }),
  );
});
