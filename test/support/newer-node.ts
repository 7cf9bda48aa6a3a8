/** A Node that has zstd, for tests on an older one: the Node that is shipped to clusters, from the npm registry. */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { NODE_RELEASES } from '../../lib/artifacts/node-release';
import { nodeTarball } from '../../lib/artifacts/node-tarball';

/** The stacks keep the tarballs of the Nodes there that they ship. */
const CACHE = path.join(__dirname, '../../.node-tarballs');

/** The path of its program; null where there is none for this platform, and the reason is printed. */
export function newerNode(): string | null {
  const { platform, arch } = process;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) {
    process.stderr.write(`SKIPPED tests on a newer Node: the npm registry has none for ${platform} ${arch}\n`);
    return null;
  }
  const release = NODE_RELEASES[arch];
  const program = path.join(CACHE, `node-${release.version}`);
  if (fs.existsSync(program)) return program;
  const tarball = nodeTarball(release, CACHE);
  // unpacked beside it and renamed, because another process may do the same
  const folder = fs.mkdtempSync(path.join(CACHE, 'unpacking-'));
  execFileSync('tar', ['-xzf', tarball, '-C', folder, 'package/bin/node']);
  fs.renameSync(path.join(folder, 'package/bin/node'), program);
  fs.rmSync(folder, { recursive: true });
  return program;
}
