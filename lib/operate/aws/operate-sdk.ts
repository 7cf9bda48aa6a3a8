/**
 * The parts of the AWS SDK that these commands use beyond S3. They are a bundle of their own (dist/aws.txt), which only
 * these commands load.
 */

export { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
export {
  AddJobFlowStepsCommand,
  CancelStepsCommand,
  DescribeClusterCommand,
  DescribeStepCommand,
  EMRClient,
  GetAutoTerminationPolicyCommand,
  paginateListClusters,
  paginateListInstances,
  paginateListSteps,
  RunJobFlowCommand,
  SetTerminationProtectionCommand,
  TerminateJobFlowsCommand,
} from '@aws-sdk/client-emr';
export { PricingClient, paginateGetProducts } from '@aws-sdk/client-pricing';
export { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
export { defaultProvider } from '@aws-sdk/credential-provider-node';
