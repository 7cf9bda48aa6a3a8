/** An output of a stack, with its meaning. */

import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { OUTPUT_MEANINGS } from './outputs';

export function tellOutput(stack: Stack, name: keyof typeof OUTPUT_MEANINGS, value: string): void {
  new CfnOutput(stack, name, { value, description: OUTPUT_MEANINGS[name] });
}
