/** The edge against the stand-in for AWS: what is there is found, and what is not is no error. */

import {
  AssociateRouteTableCommand,
  CreateInternetGatewayCommand,
  CreateKeyPairCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CLEANUP_ROLE } from '../../../lib/doctor/access';
import { awsAccount } from '../../../lib/doctor/account';
import { EMR_TAG } from '../../../lib/doctor/subnet';
import { type Context, readSettings } from '../../../lib/settings/read';
import { onS3 } from '../../support/s3-tests';

const REGION = 'us-east-1';
const ask = (context: Context = {}, qualifier = 'hnb659fds') =>
  awsAccount(readSettings(context, { region: REGION }), REGION, qualifier).ask();

onS3('the account that dedup doctor asks', () => {
  let ec2: EC2Client;
  beforeAll(() => {
    ec2 = new EC2Client({});
  });
  afterAll(() => ec2.destroy());

  it('dump', async () => {
    console.log(JSON.stringify(await ask(), null, 1));
  });
});
