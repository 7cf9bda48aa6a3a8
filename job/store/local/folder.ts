/** Operations on one folder, whether or not it belongs to an output. */

import { hasCode, ioFailure, isAbsence } from '../io-failure';
import { fileSystem } from './file-system';

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await fileSystem.stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/**
 * Makes the names in a folder durable: without this, a file that was created in or renamed into the folder may be
 * missing after a power cut. `shown` is the folder's name in messages.
 */
export async function syncFolder(path: string, shown: string): Promise<void> {
  try {
    const folder = await fileSystem.open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    // Some network file systems cannot sync a folder; there the server answers for it.
    if (!isAbsence(error) && !hasCode(error, 'EINVAL', 'ENOTSUP', 'ENOSYS')) throw ioFailure('write', shown, error);
  }
}

/** Removes a folder if it is empty. Returns whether the folder is gone. */
export async function removeEmpty(path: string, shown: string): Promise<boolean> {
  try {
    await fileSystem.rmdir(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return true;
    // EBUSY is a mount point. A folder that this process may not remove stays: an empty folder does no harm.
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EACCES', 'EPERM', 'EROFS')) return false;
    throw ioFailure('remove', shown, error);
  }
}
