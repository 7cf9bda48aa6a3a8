import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { heldText } from '../../../job/shared/held-text';
import { ROOT } from '../../support/command';
import { temporaryFolder } from '../../support/folder';

const PLACE = 'dedup: the place of its texts';
const original = getEnvironmentData(PLACE);

afterEach(() => {
  setEnvironmentData(PLACE, original);
});

const text = (name: string) => readFileSync(join(ROOT, 'dist', `${name}.txt`), 'utf8');

function holdIn(bundle: string): void {
  setEnvironmentData(PLACE, { bundle } as unknown as Parameters<typeof setEnvironmentData>[1]);
}

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
