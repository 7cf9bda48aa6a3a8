/** What is done to one folder, whatever it is of. */

import { open, rmdir, stat } from 'node:fs/promises';
import { hasCode, ioFailure, isAbsence } from '../io-failure';

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/**
 * Without it a file that was created in or renamed into a folder may not be there after a power cut. `shown` is
 * the folder's name in messages.
 */
export async function syncFolder(path: string, shown: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    // Some network file systems can't: there, the server answers for it.
    if (!isAbsence(error) && !hasCode(error, 'EINVAL', 'ENOTSUP', 'ENOSYS')) throw ioFailure('write', shown, error);
  }
}

/** Whether the folder is gone. */
export async function removeEmpty(path: string, shown: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return true;
    // EBUSY: a mount point. What may not be removed stays: an empty folder does no harm.
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EACCES', 'EPERM', 'EROFS')) return false;
    throw ioFailure('remove', shown, error);
  }
}
