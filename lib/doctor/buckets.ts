/** Checks that the user's own buckets exist, and that they are in the cluster's region. */

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
      return bucket === undefined ? [] : judge(each, bucket, settings, region);
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

function nameOf(location: string): string {
  return parseS3(location).bucket;
}
