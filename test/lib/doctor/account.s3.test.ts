/** Reads an account from the stand-in for AWS. Existing resources are found, and missing resources are not an error. */

import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateKeyPairCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { EMR_TAG } from '../../../lib/deployment/tags';
import { CLEANUP_ROLE } from '../../../lib/doctor/access';
import { awsAccount } from '../../../lib/doctor/account';
import type { Route } from '../../../lib/doctor/answers';
import { type Context, readSettings } from '../../../lib/settings/read';
import { newBucket, onS3 } from '../../support/s3-tests';

const REGION = 'us-east-1';
const ask = (context: Context = {}, qualifier = 'nothing') =>
  awsAccount(readSettings(context, { region: REGION }), REGION, qualifier).ask();

onS3('the account that dedup doctor asks', () => {
  const clients = () => ({ ec2: new EC2Client({}), iam: new IAMClient({}), ssm: new SSMClient({}) });
  let { ec2, iam, ssm } = {} as ReturnType<typeof clients>;
  beforeAll(() => {
    ({ ec2, iam, ssm } = clients());
  });
  afterAll(() => {
    for (const client of [ec2, iam, ssm]) client.destroy();
  });

  /** A VPC with one subnet that has a route table of its own. */
  async function newSubnet(tags: Record<string, string>) {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const vpcId = Vpc?.VpcId as string;
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: vpcId,
        CidrBlock: '10.0.1.0/24',
        AvailabilityZone: `${REGION}b`,
        TagSpecifications: [{ ResourceType: 'subnet', Tags }],
      }),
    );
    const subnetId = Subnet?.SubnetId as string;
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
    const tableId = RouteTable?.RouteTableId as string;
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId: tableId, SubnetId: subnetId }));
    return { vpcId, subnetId, tableId };
  }

  async function addEndpoint(vpcId: string, tableId: string) {
    const ServiceName = `com.amazonaws.${REGION}.s3`;
    await ec2.send(new CreateVpcEndpointCommand({ VpcId: vpcId, ServiceName, RouteTableIds: [tableId] }));
  }

  async function addInternet(vpcId: string, tableId: string) {
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
    const GatewayId = InternetGateway?.InternetGatewayId as string;
    await ec2.send(new AttachInternetGatewayCommand({ VpcId: vpcId, InternetGatewayId: GatewayId }));
    await ec2.send(new CreateRouteCommand({ RouteTableId: tableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId }));
  }

  it('has the zones of the region, and no resource that was not made', async () => {
    const answers = await ask({ ec2KeyName: 'nobody', vpcId: 'vpc-0', subnetId: 'subnet-0' });
    expect(answers.zones).toEqual({ value: ['us-east-1a', 'us-east-1b', 'us-east-1c'] });
    expect(answers).toMatchObject({
      hasCleanupRole: { value: false },
      bootstrapVersion: { value: null },
      subnet: { value: null },
      hasKeyPair: { value: false },
    });
  });

  it("finds a bootstrap by its qualifier, EMR's role, and a key pair", async () => {
    await ssm.send(new PutParameterCommand({ Name: '/cdk-bootstrap/mine/version', Value: '30', Type: 'String' }));
    await ec2.send(new CreateKeyPairCommand({ KeyName: 'doctors-own' }));
    await iam.send(new CreateRoleCommand({ RoleName: CLEANUP_ROLE, AssumeRolePolicyDocument: '{}' }));
    try {
      expect(await ask({ ec2KeyName: 'doctors-own' }, 'mine')).toMatchObject({
        hasCleanupRole: { value: true },
        bootstrapVersion: { value: 30 },
        hasKeyPair: { value: true },
      });
    } finally {
      await iam.send(new DeleteRoleCommand({ RoleName: CLEANUP_ROLE }));
    }
  });

  const ROUTES: readonly (readonly [Route, (vpcId: string, tableId: string) => Promise<void>])[] = [
    ['none', async () => {}],
    ['endpoint', addEndpoint],
    ['internet', addInternet],
  ];

  it.each(ROUTES)('finds a subnet with the route %s', async (route, addRoute) => {
    const { vpcId, subnetId, tableId } = await newSubnet({ [EMR_TAG]: 'true' });
    await addRoute(vpcId, tableId);
    const { subnet } = await ask({ vpcId, subnetId });
    // the defaults of the stand-in for a VPC and an endpoint
    const rest = { endpointPolicy: null, hasDnsHostnames: false, hasDnsSupport: true };
    expect(subnet).toEqual({
      value: {
        id: subnetId,
        vpcId,
        zone: 'us-east-1b',
        isTagged: true,
        route,
        routeTableId: tableId,
        ...rest,
      },
    });
  });

  it('has the buckets that input and output name, and no others', async () => {
    const mine = await newBucket();
    const nobodys = `nobodys-${mine}`;
    const answers = await ask({ input: `s3://${mine}/a/,s3://${mine}/b/`, output: `s3://${nobodys}/` });
    expect(answers.buckets).toEqual({
      value: {
        [mine]: { isThere: true, region: REGION, isListable: true, hasEvents: false },
        [nobodys]: { isThere: false, region: null, isListable: false, hasEvents: null },
      },
    });
    expect((await ask()).buckets).toEqual({ value: {} });
  });

  it('shows that a subnet lacks the tag of EMR, or has another value of it', async () => {
    for (const tags of [{}, { [EMR_TAG]: 'false' }]) {
      const { vpcId, subnetId } = await newSubnet(tags);
      expect((await ask({ vpcId, subnetId })).subnet).toMatchObject({ value: { isTagged: false } });
    }
  });
});
