import { Failure } from '../../../job/shared/failure';
import { type Context, readSettings } from '../../../lib/settings/read';
import type { Settings } from '../../../lib/settings/settings';

const REGION = { account: '123456789012', region: 'us-east-1' };

export const read = (context: Context): Settings => readSettings(context, REGION);

/** The errors of a context, one a line. */
export function defects(context: Context): string[] {
  try {
    read(context);
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 64) return error.message.split('\n');
    throw error;
  }
  return [];
}
