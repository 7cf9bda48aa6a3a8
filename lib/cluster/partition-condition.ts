import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Returns the id of a condition for `Fn.conditionIf`: whether the stack is deployed to this partition. All callers in a
 * stack share one condition.
 */
export function inPartition(scope: Construct, partition: string): string {
  const stack = Stack.of(scope);
  const id = `In-${partition}`;
  const found = stack.node.tryFindChild(id) as CfnCondition | undefined;
  const expression = Fn.conditionEquals(Aws.PARTITION, partition);
  return (found === undefined ? new CfnCondition(stack, id, { expression }) : found).logicalId;
}
