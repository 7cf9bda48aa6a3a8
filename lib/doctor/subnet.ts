import { parseS3 } from '../../job/shared/s3-location';
import { EMR_TAG } from '../deployment/tags';
import type { Settings } from '../settings/settings';
import type { Answers, Subnet } from './answers';
import { judgePolicy } from './endpoint-policy';
import { judged, type Line, lines } from './line';

const { ok, fix, warn } = lines('subnet');

/**
 * Checks the user's own subnet: that it exists in its VPC, has EMR's tag, is private, resolves names, and reaches S3.
 */
export function checkSubnet(settings: Settings, region: string, { subnet }: Answers): readonly Line[] {
  const { network } = settings;
  if (network.kind === 'own') return [];
  const { subnetId, vpcId } = network;
  return judged('subnet', subnet, (found) => {
    if (found === null) return fix(`subnetId ${subnetId} is not in ${region}; set it to one that is`);
    const wrong = [
      ...checkVpc(found, vpcId),
      ...checkTag(found, region),
      ...checkDns(found, region),
      ...checkRoute(found, region),
      ...checkEndpointPolicy(found, settings, region),
    ];
    return wrong.length > 0 ? wrong : ok(`${subnetId} of ${vpcId} is tagged and has a route to S3`);
  });
}

function checkVpc({ id, vpcId }: Subnet, named: string): readonly Line[] {
  return vpcId === named ? [] : fix(`${id} belongs to ${vpcId}, and vpcId is ${named}; deploy with -c vpcId=${vpcId}`);
}

function checkTag({ id, isTagged }: Subnet, region: string): readonly Line[] {
  if (isTagged) return [];
  const tag = `aws ec2 create-tags --resources ${id} --tags Key=${EMR_TAG},Value=true --region ${region}`;
  return fix(`${id} has no tag ${EMR_TAG}=true, without which EMR may not use it; ${tag}`);
}

/** AWS's page emr-vpc-host-job-flows requires both settings: nodes look up each other, and S3, by name. */
function checkDns({ vpcId, hasDnsSupport, hasDnsHostnames }: Subnet, region: string): readonly Line[] {
  const off = [...(hasDnsSupport ? [] : ['dns-support']), ...(hasDnsHostnames ? [] : ['dns-hostnames'])];
  return off.flatMap((name) => {
    const enable = `aws ec2 modify-vpc-attribute --vpc-id ${vpcId} --enable-${name} --region ${region}`;
    return fix(`${vpcId} has ${name} switched off, and EMR's nodes find each other by name; ${enable}`);
  });
}

/**
 * A public subnet cannot have a security group for service access (AWS's pages emr-clusters-in-a-vpc and
 * emr-man-sec-groups), and the kit's clusters name that group. The NAT's price is for us-east-1 (Amazon VPC pricing,
 * 2026-11).
 */
function checkRoute({ id, vpcId, route, routeTableId }: Subnet, region: string): readonly Line[] {
  if (route === 'internet') {
    return fix(
      `${id} is public (its way out is an internet gateway), where EMR refuses a cluster with a group for service access; ` +
        'set subnetId to a private one',
    );
  }
  const tables = routeTableId === null ? '' : ` --route-table-ids ${routeTableId}`;
  const endpoint = `aws ec2 create-vpc-endpoint --vpc-id ${vpcId} --service-name com.amazonaws.${region}.s3${tables} --region ${region}`;
  if (route === 'none') return fix(`${id} has no route to S3; ${endpoint}`);
  if (route !== 'nat') return [];
  return warn(
    `${id} reaches S3 by a NAT, which takes 0.045 USD a gigabyte (in us-east-1) of all that is read and written, where a ` +
      `gateway endpoint takes nothing; ${endpoint}`,
  );
}

function checkEndpointPolicy({ id, endpointPolicy }: Subnet, settings: Settings, region: string): readonly Line[] {
  if (endpointPolicy === null) return [];
  const named = (location: string) => parseS3(location).bucket;
  const places = {
    inputs: settings.input.map(named),
    outputs: settings.output === null ? [] : [named(settings.output)],
  };
  const { missing, isCertain } = judgePolicy(endpointPolicy, places, region);
  if (missing.length === 0) return [];
  const what = `the policy of the endpoint by which ${id} reaches S3 ${isCertain ? 'does' : 'may'} not allow ${missing.join(', ')}`;
  const advice =
    "allow that, and the buckets of the two stacks and of cdk bootstrap, as AWS's page private-subnet-iampolicy has it";
  return isCertain ? fix(`${what}; ${advice}`) : warn(`${what}; ${advice}`);
}
