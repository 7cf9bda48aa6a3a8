/** A small disk for one test, which is soon full. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until';
// the hooks of the earlier imports end the processes that use the disk before the disk is removed
import './yarn';

const mounted: string[] = [];

afterEach(async () => {
  // threads that were ended close their files a moment later
  for (const folder of mounted.splice(0)) await until(`${folder} is free`, () => isUnmounted(folder));
});

/** Why no small disk can be made on this machine, or null. */
export function whyNoSmallDisk(): string | null {
  try {
    unmount(mount(64 * 1024));
    return null;
  } catch (error) {
    return (error as Error).message.trim().replace(/\s*\n\s*/g, ' ');
  }
}

/** Makes a disk of this size and returns its folder. The disk is removed after the test. */
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

function isUnmounted(folder: string): boolean {
  try {
    unmount(folder);
    return true;
  } catch (error) {
    if ((error as Error).message.includes('busy')) return false;
    throw error;
  }
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'pipe' });
  rmdirSync(folder);
}
