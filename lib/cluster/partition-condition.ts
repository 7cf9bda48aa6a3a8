import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** That a stack is deployed to a partition: one condition a stack, whoever asks. For `Fn.conditionIf`. */
export function inPartition(scope: Construct, partition: string): string {
  const stack = Stack.of(scope);
  const id = `In-${partition}`;
  const found = stack.node.tryFindChild(id) as CfnCondition | undefined;
  const expression = Fn.conditionEquals(Aws.PARTITION, partition);
  return (found === undefined ? new CfnCondition(stack, id, { expression }) : found).logicalId;
}
