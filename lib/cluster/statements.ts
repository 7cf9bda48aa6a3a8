/** Short forms of IAM policy statements and documents. */

import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

export function allow(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}

export function document(...statements: readonly PolicyStatement[]): PolicyDocument {
  return new PolicyDocument({ statements: [...statements] });
}
