/** Temporary folders for tests, which are removed after the test. */

import {
  type Dirent,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The contents of files by their names, which may contain `/`. Text is Latin-1, one character a byte. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The parent folder, in memory if possible, because no file of a test has to survive a loss of power. */
export const IN_MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const made: string[] = [];
const madeForFile: string[] = [];

afterEach(() => removeAll(made));
afterAll(() => removeAll(madeForFile));

function removeAll(folders: string[]): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A new folder with these files, for one test. */
export function temporaryFolder(files: Files = {}): string {
  return makeFolder(IN_MEMORY, files);
}

/** A new folder that stays until all tests of the file are over. */
export function folderOfFile(): string {
  const folder = mkdtempSync(join(IN_MEMORY, 'dedup-test-'));
  madeForFile.push(folder);
  return folder;
}

/** A new folder for one test on a disk. Its syncs take time, in which a test can interfere. */
export function folderOnDisk(files: Files = {}): string {
  return makeFolder(tmpdir(), files);
}

function makeFolder(home: string, files: Files): string {
  const folder = mkdtempSync(join(home, 'dedup-test-'));
  made.push(folder);
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  }
}

/** Everything below a folder by name: the bytes of a file as Latin-1, and null for an empty folder or another kind. */
export function snapshot(folder: string): Record<string, string | null> {
  const found: Record<string, string | null> = {};
  for (const name of namesBelow(folder)) {
    const full = join(folder, name);
    const stat = lstatSync(full);
    if (stat.isFile()) found[name] = readFileSync(full, 'latin1');
    else if (!stat.isDirectory() || readdirSync(full).length === 0) found[name] = null;
  }
  return found;
}

/** The names of all files and folders below a folder, sorted. Entries that are removed meanwhile are left out. */
export function namesBelow(folder: string): string[] {
  return entriesOf(folder)
    .flatMap((entry) => [entry.name, ...(entry.isDirectory() ? namesIn(folder, entry.name) : [])])
    .sort();
}

function namesIn(folder: string, name: string): string[] {
  return namesBelow(join(folder, name)).map((below) => `${name}/${below}`);
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
