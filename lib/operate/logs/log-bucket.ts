/** Reads logs from the log bucket. */

import { gunzipSync } from 'node:zlib';
import { listObjects, type RemoteObject, readObject } from '../../../job/remote/objects';
import type { StepLogs } from '../cluster/step-log';

export type LogFile = RemoteObject;

/** Lists all logs below a place, newest first. */
export async function listLogs(place: string): Promise<LogFile[]> {
  const found = await listObjects(place);
  return found.sort((a, b) => b.modified.getTime() - a.modified.getTime() || (a.location < b.location ? -1 : 1));
}

/** Returns a log's text, unpacked; '' where the log has been deleted since it was listed. */
export async function readLog(file: Pick<LogFile, 'location'>): Promise<string> {
  const bytes = await readObject(file);
  if (bytes === undefined) return '';
  return (file.location.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

/** Reads a step's logs, as far as EMR has delivered them. */
export async function readStepLogs(place: string): Promise<StepLogs> {
  const files = await listLogs(place);
  const text = async (name: string) => {
    const file = files.find(({ location }) => location.endsWith(`/${name}.gz`) || location.endsWith(`/${name}`));
    return file === undefined ? null : readLog(file);
  };
  return { stderr: await text('stderr'), controller: await text('controller') };
}
