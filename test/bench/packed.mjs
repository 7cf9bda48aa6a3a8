// Files packed by the commands zstd and bzip2, for the works that read or write packed files.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { Problem } from './problem.mjs';

/** @typedef {'zstd' | 'bzip2'} Packing */

/** @type {Readonly<Record<Packing, { suffix: string, pack: readonly string[] }>>} */
const PACKINGS = {
  zstd: { suffix: '.zst', pack: ['--quiet', '--rm', '--force'] },
  bzip2: { suffix: '.bz2', pack: ['--force'] },
};

/** @param {Packing} packing */
export function requireTool(packing) {
  if (spawnSync(packing, ['--help'], { stdio: 'ignore' }).error)
    throw new Problem(`this work needs the command ${packing}`);
}

/** Replaces a file by a packed one, with the tool's own level. @param {string} file @param {Packing} packing */
export function pack(file, packing) {
  const { suffix, pack: options } = PACKINGS[packing];
  execFileSync(packing, [...options, file]);
  return { name: path.basename(file) + suffix, bytes: statSync(file + suffix).size };
}

/** Unpacks an output, a file or a folder, into `folder`. @param {string} output @param {string} folder */
export function unpackZstd(output, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const files = statSync(output).isFile() ? [output] : partsOf(output);
  for (const file of files) {
    const unpacked = openSync(path.join(folder, path.basename(file)), 'w');
    execFileSync('zstd', ['--quiet', '--decompress', '--stdout', file], { stdio: ['ignore', unpacked, 'inherit'] });
    closeSync(unpacked);
  }
  return folder;
}

/** @param {string} folder */
function partsOf(folder) {
  return readdirSync(folder)
    .filter((name) => !/^[._]/.test(name))
    .map((name) => path.join(folder, name));
}

/** The path of a Node that has zstd: this one, or that which the stacks ship. @param {string} root of the repository */
export function nodeWithZstd(root) {
  if ('zstdCompressSync' in zlib) return process.execPath;
  const program = "import('./test/support/newer-node.ts').then((module) => console.log(module.default.newerNode()))";
  const asked = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], { cwd: root, encoding: 'utf8' });
  const node = asked.stdout.trim();
  if (asked.status !== 0 || node === 'null') throw new Problem(`no Node with zstd: ${asked.stderr.trim()}`);
  return node;
}
