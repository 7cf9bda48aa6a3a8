/** Asks the live account by the AWS SDK: the edge of `dedup doctor`. It changes nothing. */

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  DescribeAvailabilityZonesCommand,
  DescribeKeyPairsCommand,
  EC2Client,
  type Filter,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import { EMRClient, paginateListReleaseLabels, paginateListSupportedInstanceTypes } from '@aws-sdk/client-emr';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { endpointServices } from '../cluster/endpoint-services';
import { clusterStackName } from '../deployment/outputs';
import type { Settings } from '../settings/settings';
import { CLEANUP_ROLE } from './access';
import type { Account, Answers, Offering } from './answers';
import { answerOf, refuseNoAws, unlessMissing } from './ask';
import { namedBuckets } from './buckets';
import { askBuckets } from './buckets-of-account';
import { askCluster } from './cluster-of-account';
import { endpointZones } from './endpoints-of-account';
import { QUOTA_CODE } from './quota';
import { askSubnet } from './subnet-of-account';

/** `qualifier` is the qualifier of the CDK's bootstrap. */
export function awsAccount(settings: Settings, region: string, qualifier: string): Account {
  return { ask: () => ask(settings, region, qualifier) };
}

async function ask(settings: Settings, region: string, qualifier: string): Promise<Answers> {
  const ec2 = new EC2Client({ region });
  const others = {
    cloudFormation: new CloudFormationClient({ region }),
    emr: new EMRClient({ region }),
    iam: new IAMClient({ region }),
    quotas: new ServiceQuotasClient({ region }),
    s3: new S3Client({ region }),
    ssm: new SSMClient({ region }),
  };
  const { cloudFormation, emr, iam, quotas, s3, ssm } = others;
  const buckets = namedBuckets(settings).map(({ name }) => name);
  const types = [...new Set([settings.masterInstanceType, settings.coreInstanceType])];
  try {
    await refuseNoAws(region, () => zones(ec2));
    return await allOf({
      zones: answerOf('ec2:DescribeAvailabilityZones', () => zones(ec2)),
      releases: answerOf('elasticmapreduce:ListReleaseLabels', () => releases(emr)),
      typesOnRelease: answerOf('elasticmapreduce:ListSupportedInstanceTypes', () =>
        typesOnRelease(emr, settings.release),
      ),
      offerings: answerOf('ec2:DescribeInstanceTypeOfferings', () => offerings(ec2, types)),
      vcpus: answerOf('ec2:DescribeInstanceTypes', () => vcpus(ec2, types)),
      quotaVcpus: answerOf('servicequotas:GetServiceQuota', () => quotaVcpus(quotas)),
      hasCleanupRole: answerOf('iam:GetRole', () => hasCleanupRole(iam)),
      bootstrapVersion: answerOf('ssm:GetParameter', () => bootstrapVersion(ssm, qualifier)),
      subnet: answerOf('ec2:DescribeSubnets, DescribeRouteTables, DescribeVpcEndpoints and DescribeVpcAttribute', () =>
        askSubnet(ec2, settings.network, region),
      ),
      endpointZones: answerOf('ec2:DescribeVpcEndpointServices', () =>
        endpointZones(ec2, endpointServices(settings), region),
      ),
      hasKeyPair: answerOf('ec2:DescribeKeyPairs', () => hasKeyPair(ec2, settings.ec2KeyName)),
      cluster: answerOf('cloudformation:DescribeStacks and elasticmapreduce:DescribeCluster', () =>
        askCluster(cloudFormation, emr, clusterStackName(settings.name)),
      ),
      buckets: answerOf('s3:ListBucket', () => askBuckets(s3, buckets)),
    });
  } finally {
    for (const client of [ec2, ...Object.values(others)]) client.destroy();
  }
}

/** All questions are asked at once. */
async function allOf(asked: { readonly [K in keyof Answers]: Promise<Answers[K]> }): Promise<Answers> {
  const answers = await Promise.all(Object.entries(asked).map(async ([name, answer]) => [name, await answer]));
  return Object.fromEntries(answers);
}

async function zones(ec2: EC2Client): Promise<readonly string[]> {
  // Local zones are left out, because the kit makes no subnet in them.
  const Filters: Filter[] = [{ Name: 'zone-type', Values: ['availability-zone'] }];
  const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({ Filters }));
  return AvailabilityZones.map(({ ZoneName = '' }) => ZoneName).sort();
}

async function releases(client: EMRClient): Promise<readonly string[]> {
  const labels: string[] = [];
  for await (const { ReleaseLabels = [] } of paginateListReleaseLabels({ client }, {})) labels.push(...ReleaseLabels);
  return labels;
}

async function typesOnRelease(client: EMRClient, ReleaseLabel: string): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const page of paginateListSupportedInstanceTypes({ client }, { ReleaseLabel })) {
    const { SupportedInstanceTypes = [] } = page;
    types.push(...SupportedInstanceTypes.map(({ Type = '' }) => Type));
  }
  return types;
}

async function offerings(client: EC2Client, types: string[]): Promise<readonly Offering[]> {
  const found: Offering[] = [];
  const Filters: Filter[] = [{ Name: 'instance-type', Values: types }];
  const pages = paginateDescribeInstanceTypeOfferings({ client }, { LocationType: 'availability-zone', Filters });
  for await (const { InstanceTypeOfferings = [] } of pages) {
    for (const { InstanceType = '', Location = '' } of InstanceTypeOfferings) {
      found.push({ instanceType: InstanceType, zone: Location });
    }
  }
  return found;
}

/** Uses a filter, because a type in the request itself fails the whole request if EC2 does not know it. */
async function vcpus(client: EC2Client, types: string[]): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  const Filters: Filter[] = [{ Name: 'instance-type', Values: types }];
  for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client }, { Filters })) {
    for (const { InstanceType = '', VCpuInfo } of InstanceTypes) {
      if (VCpuInfo?.DefaultVCpus !== undefined) found[InstanceType] = VCpuInfo.DefaultVCpus;
    }
  }
  return found;
}

async function quotaVcpus(client: ServiceQuotasClient): Promise<number> {
  const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: QUOTA_CODE }));
  if (Quota?.Value === undefined) throw new Error(`quota ${QUOTA_CODE} has no value`);
  return Quota.Value;
}

async function hasCleanupRole(client: IAMClient): Promise<boolean> {
  const asked = () => client.send(new GetRoleCommand({ RoleName: CLEANUP_ROLE }));
  return (await unlessMissing(/^NoSuchEntity/, asked)) !== undefined;
}

/** Reads the version from the parameter that templates use too, so the name of the bootstrap stack does not matter. */
async function bootstrapVersion(client: SSMClient, qualifier: string): Promise<number | null> {
  const asked = () => client.send(new GetParameterCommand({ Name: `/cdk-bootstrap/${qualifier}/version` }));
  const found = await unlessMissing(/^ParameterNotFound$/, asked);
  return found === undefined ? null : Number(found.Parameter?.Value);
}

async function hasKeyPair(client: EC2Client, name: string | null): Promise<boolean> {
  if (name === null) return false;
  const asked = () => client.send(new DescribeKeyPairsCommand({ KeyNames: [name] }));
  return (await unlessMissing(/^InvalidKeyPair\.NotFound$/, asked)) !== undefined;
}
