/** Findings of cdk-nag that stay, each with its reason. */

import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Reasons by the finding's id. */
export function acknowledge(construct: IConstruct, findings: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(findings).map(([id, reason]) => ({ id, reason })));
}

/** Of policies: resources with a `*`, as the policies name them. */
export function acknowledgeWildcards(construct: IConstruct, resources: readonly string[], reason: string): void {
  const stack = Stack.of(construct);
  const ids = resources.map((resource) => `AwsSolutions-IAM5[Resource::${flat(stack.resolve(resource))}]`);
  acknowledge(construct, Object.fromEntries(ids.map((id) => [id, reason])));
}

/** A reference as cdk-nag spells it: `<AWS::Region>`, and an imported value by its name. */
function flat(reference: unknown): string {
  if (typeof reference === 'string') return reference;
  const [[kind, value] = []] = Object.entries(reference as object);
  if (kind === 'Fn::Join') return value[1].map(flat).join(value[0]);
  if (kind === 'Fn::Sub') return value.replace(/\$\{([^}]*)\}/g, '<$1>');
  return kind === 'Ref' ? `<${value}>` : String(value);
}
