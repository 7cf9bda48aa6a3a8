import { overlapOf } from '../../job/overlap';
import { parseS3 } from '../../job/store/s3/location';
import { endpointServices } from '../cluster/endpoint-services';
import type { Settings } from '../settings';
import { type Finding, findings } from './finding';

const { error, unchecked } = findings('places');

/** Whether input and output are apart, the key is where the disks are, and what else a subnet of one's own needs. */
export function checkPlaces(settings: Settings): readonly Finding[] {
  return [...checkOverlap(settings), ...checkKey(settings), ...checkEndpoints(settings)];
}

/** The kit's own buckets are apart from any other. */
function checkOverlap({ input, output }: Settings): readonly Finding[] {
  if (output === null) return [];
  return input.flatMap((folder) => {
    const overlap = overlapOf(keyOf(output), keyOf(folder));
    if (overlap === null) return [];
    return error(`output ${output} ${overlap} ${folder}; set one of them to another folder`);
  });
}

function checkKey({ diskEncryptionKey, region }: Settings): readonly Finding[] {
  if (diskEncryptionKey === null || region === null) return [];
  const [, , , theirs] = diskEncryptionKey.split(':');
  if (theirs === region) return [];
  return error(`diskEncryptionKey is of region ${theirs}, and the cluster is in ${region}; set a key of ${region}`);
}

/** In a network of the kit's own they come with the settings. */
function checkEndpoints(settings: Settings): readonly Finding[] {
  const { network } = settings;
  const services = endpointServices(settings);
  if (network.kind === 'own' || services.length === 0) return [];
  return unchecked(
    `${network.subnetId} needs a way to ${services.join(', ')}, an endpoint or a NAT, which is not checked here; ` +
      'without one nodes do not start, or no session does',
  );
}

/** `bucket/key`. */
function keyOf(location: string): string {
  const { bucket, key } = parseS3(location);
  return `${bucket}/${key}`;
}
