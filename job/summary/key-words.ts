import { counted, grouped } from '../shared/figures';
import type { MergedKeys } from './summary';

/** What a merge did to the keys of the former output: `2,294 keys added, 602 changed, 83,101 unchanged`. */
export function keyWords({ added, changed, unchanged }: MergedKeys): string {
  return `${counted(added, 'key')} added, ${grouped(changed)} changed, ${grouped(unchanged)} unchanged`;
}
