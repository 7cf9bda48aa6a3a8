import { EXIT } from '../contract';
import { Failure } from '../failure';

/** Whether Hadoop's readers and ours pass over a name. */
export function isHidden(name: string): boolean {
  return name.startsWith('_') || name.startsWith('.');
}

/** The same of a path: whether its last name or a folder above is hidden. */
export function isPassedOver(path: string): boolean {
  return path.split('/').some(isHidden);
}

/** Throws with exit code 66 where what is named would itself be passed over. */
export function refuseHiddenRoot(root: string, name: string): void {
  if (!isHidden(name)) return;
  throw new Failure(EXIT.noInput, `input '${root}' is passed over, since its name starts with '${name[0]}'; rename it`);
}
