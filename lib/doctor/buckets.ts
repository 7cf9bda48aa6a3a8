/** Checks that the user's own buckets exist, are in the cluster's region, and tell of the output where that is wanted. */

import { parseS3 } from '../../job/shared/s3-location';
import { clusterStackName, nodeRoleName } from '../deployment/outputs';
import type { Settings } from '../settings/settings';
import type { Answers, Bucket } from './answers';
import { judged, type Line, lines } from './line';

const { ok, fix, skip } = lines('buckets');

interface NamedBucket {
  readonly name: string;
  /** The settings that name it: `input and output`. */
  readonly keys: string;
}

/** Returns a line for each bucket. */
export function checkBuckets(settings: Settings, region: string, { buckets }: Answers): readonly Line[] {
  const named = namedBuckets(settings);
  if (named.length === 0) return [];
  return judged('buckets', buckets, (found) =>
    named.flatMap((each) => {
      const bucket = found[each.name];
      if (bucket === undefined) return [];
      return [...judge(each, bucket, settings, region), ...judgeEvents(each, bucket, settings)];
    }),
  );
}

/** Leaves out the kit's own buckets, because the stack makes them. */
export function namedBuckets({ input, output }: Pick<Settings, 'input' | 'output'>): readonly NamedBucket[] {
  const inputs = input.map(nameOf);
  const outputs = output === null ? [] : [nameOf(output)];
  return [...new Set([...inputs, ...outputs])].map((name) => {
    const keys = [...(inputs.includes(name) ? ['input'] : []), ...(outputs.includes(name) ? ['output'] : [])];
    return { name, keys: keys.join(' and ') };
  });
}

function judge({ name, keys }: NamedBucket, found: Bucket, settings: Settings, region: string): readonly Line[] {
  const what = `s3://${name} of ${keys}`;
  if (!found.isThere) {
    return fix(`${what} is not there; aws s3 mb s3://${name} --region ${region}, or set ${keys} to another`);
  }
  if (found.region !== null && found.region !== region) {
    const advice = `set ${keys} to a bucket of ${region}, or deploy to ${found.region}`;
    return fix(`${what} is in ${found.region}, and the cluster in ${region}, whose runs refuse it; ${advice}`);
  }
  if (!found.isListable) {
    const role = nodeRoleName(clusterStackName(settings.name), region);
    return skip(
      `${what} refuses these credentials; allow s3:ListBucket to check it, and where it is another account's have its ` +
        `policy allow the role ${role}`,
    );
  }
  return ok(`${what} is ${found.region === null ? 'there' : `in ${region}`}, and can be listed`);
}

/** The events of the output's bucket matter only to `notify`. */
function judgeEvents({ name }: NamedBucket, found: Bucket, { output, notify }: Settings): readonly Line[] {
  if (notify === null || output === null || nameOf(output) !== name || !found.isThere) return [];
  const what = `s3://${name} of output`;
  if (found.hasEvents === null) {
    return skip(`${what} does not say whether it tells EventBridge of its objects; allow s3:GetBucketNotification`);
  }
  if (found.hasEvents) return ok(`${what} tells EventBridge of its objects, for notify`);
  return fix(
    `${what} does not tell EventBridge of its objects, so notify would never hear of a run; switch it on in the ` +
      "bucket's properties, under event notifications",
  );
}

function nameOf(location: string): string {
  return parseS3(location).bucket;
}
