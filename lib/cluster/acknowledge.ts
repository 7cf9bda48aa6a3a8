/** Acknowledges findings of cdk-nag that are accepted, each with its reason. */

import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** `findings` maps a finding's id to the reason why it is accepted. */
export function acknowledge(construct: IConstruct, findings: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(findings).map(([id, reason]) => ({ id, reason })));
}

/** Acknowledges `*` in a policy's resources. `resources` are spelt as in the policy. */
export function acknowledgeWildcards(construct: IConstruct, resources: readonly string[], reason: string): void {
  const stack = Stack.of(construct);
  const ids = resources.map((resource) => `AwsSolutions-IAM5[Resource::${flat(stack.resolve(resource))}]`);
  acknowledge(construct, Object.fromEntries(ids.map((id) => [id, reason])));
}

/**
 * Spells a reference as cdk-nag does: `<AWS::Region>` for a pseudo parameter, and the export's name for an imported
 * value.
 */
function flat(reference: unknown): string {
  if (typeof reference === 'string') return reference;
  const [[kind, value] = []] = Object.entries(reference as object);
  if (kind === 'Fn::Join') return value[1].map(flat).join(value[0]);
  if (kind === 'Fn::Sub') return value.replace(/\$\{([^}]*)\}/g, '<$1>');
  return kind === 'Ref' ? `<${value}>` : String(value);
}
