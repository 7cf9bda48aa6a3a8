import { deleteEndpoints } from '../../../../lib/cluster/sweep/delete-endpoints';
import { Patience } from '../../../../lib/cluster/sweep/patience';
import { answering } from './aws';

const patience = () =>
  new Patience(
    () => 10_000,
    async () => {},
    1000,
  );

const ServiceName = 'aws.api.us-east-1.emr-service-cell01';
const S3 = { VpcEndpointId: 'vpce-s3', ServiceName: 'com.amazonaws.us-east-1.s3', State: 'available' };

test("the sweep deletes EMR's own endpoint in the VPC and no other, and waits until it is gone", async () => {
  const states = ['available', 'deleting', 'deleted'];
  const { ec2, made } = answering({
    DescribeVpcEndpoints: () => ({
      VpcEndpoints: [S3, { VpcEndpointId: 'vpce-1', ServiceName, State: states.shift() }],
    }),
  });
  await deleteEndpoints(ec2, 'vpc-1', patience());
  const asked = `DescribeVpcEndpoints ${JSON.stringify({ Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] })}`;
  expect(made).toEqual([asked, 'DeleteVpcEndpoints {"VpcEndpointIds":["vpce-1"]}', asked, asked]);
});

test('the sweep deletes no endpoint when EMR made none', async () => {
  const { ec2, made } = answering({ DescribeVpcEndpoints: () => ({ VpcEndpoints: [S3] }) });
  await deleteEndpoints(ec2, 'vpc-1', patience());
  expect(made).toHaveLength(1);
});

test('the sweep names the endpoint that it cannot delete', async () => {
  const { ec2 } = answering({
    DescribeVpcEndpoints: () => ({ VpcEndpoints: [{ VpcEndpointId: 'vpce-1', ServiceName, State: 'available' }] }),
    DeleteVpcEndpoints: () => ({ Unsuccessful: [{ ResourceId: 'vpce-1', Error: { Message: 'not allowed' } }] }),
  });
  await expect(deleteEndpoints(ec2, 'vpc-1', patience())).rejects.toThrow('cannot delete endpoint vpce-1: not allowed');
});
