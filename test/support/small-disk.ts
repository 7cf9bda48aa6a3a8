/** A disk that is full soon, for one test. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// first of all what uses the disk is ended: its hooks are the earlier ones
import './yarn';

const mounted: string[] = [];

afterEach(() => {
  for (const folder of mounted.splice(0)) unmount(folder);
});

/** Null where this machine lets us have one. */
export function whyNoSmallDisk(): string | null {
  try {
    unmount(mount(64 * 1024));
    return null;
  } catch (error) {
    return (error as Error).message.trim().replace(/\s*\n\s*/g, ' ');
  }
}

/** The folder of a new disk that holds so many bytes; gone after the test. */
export function smallDisk(bytes: number): string {
  const folder = mount(bytes);
  mounted.push(folder);
  return folder;
}

function mount(bytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'dedup-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return folder;
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'pipe' });
  rmdirSync(folder);
}
