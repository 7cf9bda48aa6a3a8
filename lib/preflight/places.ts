import { counted } from '../../job/shared/figures';
import { overlapOf } from '../../job/shared/overlap';
import { printable } from '../../job/shared/printable';
import { parseS3 } from '../../job/shared/s3-location';
import { endpointServices } from '../cluster/endpoint-services';
import type { Settings } from '../settings/settings';
import { type Finding, findings } from './finding';
import { partitionOf } from './partition';

const { error, unchecked } = findings('places');

/**
 * Checks that the output does not overlap an input, that roles can be given the right to the folders, that ARNs and the
 * disk key are of the cluster's region, and which endpoints the user's own subnet needs.
 */
export function checkPlaces(settings: Settings): readonly Finding[] {
  return [
    ...checkOverlap(settings),
    ...checkNames(settings),
    ...checkIds(settings),
    ...checkPartitions(settings),
    ...checkKey(settings),
    ...checkEndpoints(settings),
  ];
}

/** The kit's own buckets cannot overlap any other. */
function checkOverlap({ input, output }: Settings): readonly Finding[] {
  if (output === null) return [];
  return input.flatMap((folder) => {
    const overlap = overlapOf(keyOf(output), keyOf(folder));
    if (overlap === null) return [];
    return error(`output ${output} ${overlap} ${folder}; set one of them to another folder`);
  });
}

/** IAM's API reference of PutRolePolicy has the characters of a policy. */
const NOT_IN_POLICIES = /[^\t\n\r\x20-\u00ff]/u;
/** IAM's user guide, "IAM JSON policy elements: Resource". */
const WILDCARD = /[*?]/;
const VARIABLE = /\$\{/;

/** The roles get rights to the folders by name, in policies of IAM. */
function checkNames({ input, output }: Settings): readonly Finding[] {
  const folders = [...input.map((folder) => ['input', folder] as const), ['output', output] as const];
  return folders.flatMap(([key, folder]) => {
    if (folder === null) return [];
    const has = (what: RegExp, why: string) => {
      const [found] = what.exec(folder) ?? [];
      return found === undefined
        ? []
        : error(`${key} ${printable(`${folder} has '${found}'`)}, ${why}; set a folder without it`);
    };
    return [
      ...has(NOT_IN_POLICIES, 'which no policy of IAM can name'),
      ...has(VARIABLE, 'which begins a variable in policies of IAM'),
      ...(key === 'output'
        ? has(WILDCARD, 'which is any text in policies of IAM, so that runs might write elsewhere')
        : []),
    ];
  });
}

const ID_DIGITS = [8, 17];

/** EC2's page resource-ids: older resources have eight digits. CDK refuses other ids too, in many lines. */
function checkIds({ network }: Settings): readonly Finding[] {
  if (network.kind === 'own') return [];
  const ids = [['vpcId', network.vpcId] as const, ['subnetId', network.subnetId] as const];
  return ids.flatMap(([key, id]) => {
    const digits = id.slice(id.indexOf('-') + 1).length;
    if (ID_DIGITS.includes(digits)) return [];
    return error(
      `${key} ${id} has ${counted(digits, 'digit')}, and ids of EC2 have ${ID_DIGITS.join(' or ')}; set the whole id`,
    );
  });
}

/** A resource that an ARN names can only be reached from its own partition. */
function checkPartitions({ diskEncryptionKey, notify, pipeline, region }: Settings): readonly Finding[] {
  if (region === null) return [];
  const engine = pipeline?.engine;
  const named = [
    ['diskEncryptionKey', diskEncryptionKey],
    ['notify', notify === null ? null : notify.arn],
    ["pipeline's connection", engine?.kind === 'codepipeline' ? engine.connectionArn : null],
    ["pipeline's oidcProvider", engine?.kind === 'github-actions' ? engine.oidcProviderArn : null],
  ] as const;
  const ours = partitionOf(region);
  return named.flatMap(([key, arn]) => {
    const [, theirs] = arn === null ? [] : arn.split(':');
    if (theirs === undefined || theirs === ours) return [];
    return error(`${key} is of partition ${theirs}, and ${region} is in ${ours}; set one of ${ours}`);
  });
}

function checkKey({ diskEncryptionKey, region }: Settings): readonly Finding[] {
  if (diskEncryptionKey === null || region === null) return [];
  const [, partition, , theirs] = diskEncryptionKey.split(':');
  // A wrong partition implies a wrong region, and has its own finding.
  if (theirs === region || partition !== partitionOf(region)) return [];
  return error(`diskEncryptionKey is of region ${theirs}, and the cluster is in ${region}; set a key of ${region}`);
}

/** In the kit's own network the stack makes the endpoints. */
function checkEndpoints(settings: Settings): readonly Finding[] {
  const { network } = settings;
  const services = endpointServices(settings);
  if (network.kind === 'own' || services.length === 0) return [];
  return unchecked(
    `${network.subnetId} needs a way to ${services.join(', ')}, an endpoint or a NAT, which is not checked here; ` +
      `without it ${settings.diskEncryptionKey === null ? 'no session starts' : 'no node starts'}`,
  );
}

/** `bucket/key`. */
function keyOf(location: string): string {
  const { bucket, key } = parseS3(location);
  return `${bucket}/${key}`;
}
