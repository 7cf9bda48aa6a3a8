import { parseS3 } from '../../job/store/s3/location';
import type { Settings } from '../settings';
import { type Finding, findings } from './finding';

const { error } = findings('places');

/** Whether input and output are apart, and the key is where the disks are. */
export function checkPlaces(settings: Settings): readonly Finding[] {
  return [...checkOverlap(settings), ...checkKey(settings)];
}

/** The kit's own buckets are apart from any other. */
function checkOverlap({ input, output }: Settings): readonly Finding[] {
  if (output === null) return [];
  return input.flatMap((folder) => {
    const relation = relationOf(output, folder);
    if (relation === null) return [];
    return error(`output ${output} ${relation} ${folder}; set one of them to another folder`);
  });
}

function checkKey({ diskEncryptionKey, region }: Settings): readonly Finding[] {
  if (diskEncryptionKey === null || region === null) return [];
  const [, , , theirs] = diskEncryptionKey.split(':');
  if (theirs === region) return [];
  return error(`diskEncryptionKey is of region ${theirs}, and the cluster is in ${region}; set a key of ${region}`);
}

function relationOf(output: string, input: string): string | null {
  const [out, inn] = [folderOf(output), folderOf(input)];
  if (out === inn) return 'is the input';
  if (out.startsWith(inn)) return 'lies in the input';
  return inn.startsWith(out) ? 'holds the input' : null;
}

/** With a slash at the end, so that `in` does not hold `in2`. */
function folderOf(location: string): string {
  const { bucket, key } = parseS3(location);
  return key === '' ? `${bucket}/` : `${bucket}/${key}/`;
}
