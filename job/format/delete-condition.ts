/** Which values meet a condition of deletes, as the kernel's delete-condition.ts judges them. Pure. */

import type { DeleteWhen } from '../options/spec';
import { isWithoutValue } from './order-values';

/** Whether a value, which has one character for each byte, meets a condition. */
export function isMetBy({ value, isOther }: Pick<DeleteWhen, 'value' | 'isOther'>, found: string): boolean {
  return isOther ? found !== value && !isWithoutValue(found) : found === value;
}
