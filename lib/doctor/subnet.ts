import type { Settings } from '../settings';
import { EMR_TAG } from '../tags';
import type { Answers, Subnet } from './answers';
import { judged, type Line, lines } from './line';

const { ok, fix, warn } = lines('subnet');

/** Of the user's own: there, in its VPC, tagged, private, and with a way to S3. */
export function checkSubnet({ network }: Settings, region: string, { subnet }: Answers): readonly Line[] {
  if (network.kind === 'own') return [];
  const { subnetId, vpcId } = network;
  return judged('subnet', subnet, (found) => {
    if (found === null) return fix(`subnetId ${subnetId} is not in ${region}; set it to one that is`);
    const wrong = [...checkVpc(found, vpcId), ...checkTag(found, region), ...checkRoute(found, region)];
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

function checkRoute({ id, vpcId, route, routeTableId }: Subnet, region: string): readonly Line[] {
  if (route === 'internet') {
    return warn(
      `${id} is public (its way out is an internet gateway), and the kit's clusters are made for private subnets; set subnetId to a private one`,
    );
  }
  if (route !== 'none') return [];
  const tables = routeTableId === null ? '' : ` --route-table-ids ${routeTableId}`;
  const endpoint = `aws ec2 create-vpc-endpoint --vpc-id ${vpcId} --service-name com.amazonaws.${region}.s3${tables} --region ${region}`;
  return fix(`${id} has no route to S3; ${endpoint}`);
}
