import { openLocalFolder } from './local-folder';
import type { OutputStore } from './store';

/** The store that a location names. */
export function openOutput(location: string): OutputStore {
  return openLocalFolder(location);
}
