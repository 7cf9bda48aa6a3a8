/** Fetches the shipped Node from the npm registry once, and checks its integrity. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import type { NodeRelease } from './node-release';

/** Puts a package's tarball into a folder, as its only file. */
export type Fetch = (npmPackage: string, folder: string) => void;

/**
 * Returns the path of the tarball in the cache, and fetches it first where it is missing or damaged. Throws with exit
 * code 69 where the tarball cannot be fetched.
 */
export function nodeTarball(release: NodeRelease, cache: string, fetch: Fetch = npmPack): string {
  const file = path.join(cache, `${release.npmPackage}-${release.version}.tgz`);
  if (fs.existsSync(file) && integrityOf(file) === release.integrity) return file;
  fs.mkdirSync(cache, { recursive: true });
  // Each fetch has a folder of its own: two processes must not write one file, and a half-written file must not pass
  // for the whole tarball.
  const folder = fs.mkdtempSync(path.join(cache, 'fetching-'));
  try {
    fs.renameSync(fetched(release, folder, fetch), file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return file;
}

function fetched({ npmPackage, version, integrity }: NodeRelease, folder: string, fetch: Fetch): string {
  const name = `${npmPackage}@${version}`;
  try {
    fetch(name, folder);
  } catch (error) {
    const why = lastLine((error as { readonly stderr?: string }).stderr ?? (error as Error).message);
    throw new Failure(EXIT.unavailable, `cannot fetch ${name} from the npm registry: ${why}`, { cause: error });
  }
  const [tarball, ...others] = fs.readdirSync(folder);
  if (tarball === undefined || others.length > 0) {
    throw new Failure(EXIT.unavailable, `'npm pack ${name}' made ${others.length > 0 ? 'several files' : 'no file'}`);
  }
  const file = path.join(folder, tarball);
  const actual = integrityOf(file);
  if (actual === integrity) return file;
  throw new Failure(
    EXIT.unavailable,
    `${name} has the integrity ${actual}, expected ${integrity}: the registry does not give the package that was reviewed`,
  );
}

/** `npm pack` works for a package of any platform, because it neither unpacks nor installs it. */
function npmPack(npmPackage: string, folder: string): void {
  const args = ['pack', npmPackage, '--pack-destination', folder, '--loglevel=error'];
  execFileSync('npm', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
}

function integrityOf(file: string): string {
  return `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /^npm (error|ERR!) \S/.test(line))?.trim() ?? lines.at(-1)?.trim() ?? 'npm said nothing';
}
