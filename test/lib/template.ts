import type { Template } from 'aws-cdk-lib/assertions';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has other properties
  readonly Properties: any;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** The resources of one type by their logical ids, without the hashes at the end of the ids. */
export function resourcesOf(template: Template, type: string): Record<string, Resource> {
  const found = Object.entries(template.findResources(type)) as [string, Resource][];
  return Object.fromEntries(found.map(([id, resource]) => [id.replace(/[0-9A-F]{8}$/, ''), resource]));
}

/** The only resource of its type. */
export function onlyOne(template: Template, type: string): Resource {
  const [found, ...others] = Object.values(resourcesOf(template, type));
  if (found === undefined || others.length > 0) throw new Error(`there is not one ${type}`);
  return found;
}

/** The ids of all resources that a resource depends on, directly or not. CloudFormation deletes them after it. */
export function outlived(template: Template, id: string): ReadonlySet<string> {
  const { Resources } = template.toJSON() as { readonly Resources: Record<string, Resource> };
  const found = new Set<string>();
  const visit = (each: string) => {
    const resource = Resources[each];
    if (resource === undefined) return;
    for (const other of [...(resource.DependsOn ?? []), ...references(resource.Properties)]) {
      if (Resources[other] === undefined || found.has(other)) continue;
      found.add(other);
      visit(other);
    }
  };
  visit(id);
  return found;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String(inner[0])];
    return references(inner);
  });
}

/** A value of a template as text, with `<Ref>`, `<Id.Attribute>` or the name of an import for references. */
export function spelled(value: unknown): string {
  return spelledWhere([], value);
}

/** The same value if these conditions of the template hold. */
export function spelledWhere(hold: readonly string[], value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, inner] = []] = Object.entries(value);
  if (kind === 'Fn::Join') return inner[1].map((each: unknown) => spelledWhere(hold, each)).join(inner[0]);
  if (kind === 'Fn::If') return spelledWhere(hold, inner[hold.includes(inner[0]) ? 1 : 2]);
  if (kind === 'Fn::Sub') return inner;
  if (kind === 'Fn::GetAtt') return `<${inner[0]}.${inner[1]}>`;
  if (kind === 'Ref') return `<${inner}>`;
  return String(inner);
}
