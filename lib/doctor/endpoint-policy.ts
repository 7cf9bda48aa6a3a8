/**
 * Checks whether the policy of an S3 endpoint lets a cluster work. The buckets that EMR itself needs are from AWS's
 * page private-subnet-iampolicy, for releases of EMR 7. Pure.
 */

/** Names of the user's own buckets. */
export interface Places {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface Judgement {
  /** Missing rights, such as `s3:GetObject of bucket`. */
  readonly missing: readonly string[];
  /**
   * False where a statement has conditions, or does not apply to all principals: it may still allow a missing right.
   */
  readonly isCertain: boolean;
}

interface Need {
  readonly action: string;
  readonly bucket: string;
}

type Values = string | readonly string[];

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: Values;
  readonly Resource?: Values;
  readonly Condition?: unknown;
}

export function judgePolicy(policy: string, places: Places, region: string): Judgement {
  const statements = statementsOf(policy);
  if (statements === null) return { missing: [], isCertain: false };
  const missing = needs(places, region).filter((need) => !isAllowed(statements, need));
  return {
    missing: missing.map(({ action, bucket }) => `${action} of ${bucket}`),
    isCertain: statements.every(isPlain),
  };
}

function needs({ inputs, outputs }: Places, region: string): readonly Need[] {
  const logs = region === 'us-east-1' ? 'aws157-logs-prod' : `aws157-logs-prod-${region}`;
  const get = [`al2023-repos-${region}-de612dc2`, `repo.${region}.emr.amazonaws.com`, ...inputs];
  return [
    ...get.map((bucket) => ({ action: 's3:GetObject', bucket })),
    ...[logs, ...outputs].map((bucket) => ({ action: 's3:PutObject', bucket })),
  ];
}

/** Returns null for a text that is not a policy. */
function statementsOf(policy: string): readonly Statement[] | null {
  try {
    const { Statement } = JSON.parse(policy) as { readonly Statement?: Statement | readonly Statement[] };
    return Statement === undefined ? [] : ([Statement].flat() as readonly Statement[]);
  } catch {
    return null;
  }
}

function isAllowed(statements: readonly Statement[], need: Need): boolean {
  const about = (effect: string) =>
    statements.some((each) => each.Effect === effect && isPlain(each) && isOf(each, need));
  return about('Allow') && !about('Deny');
}

/**
 * Whether a statement applies to everybody and always, and names its actions and resources. Statements with `NotAction`
 * or `NotResource` have no `Action` or `Resource`.
 */
function isPlain({ Principal, Action, Resource, Condition }: Statement): boolean {
  const { AWS } = Object(Principal) as { readonly AWS?: Values };
  const isEverybody = Principal === '*' || [AWS].flat().includes('*');
  return isEverybody && Action !== undefined && Resource !== undefined && Condition === undefined;
}

function isOf({ Action = [], Resource = [] }: Statement, { action, bucket }: Need): boolean {
  const names = [Resource].flat().map((each) => each.replace(/^arn:[^:]*:s3:::/, ''));
  return (
    [Action].flat().some((each) => matches(each.toLowerCase(), action.toLowerCase())) &&
    names.some((each) => matches(each, `${bucket}/any-object`))
  );
}

/** Matches IAM's wildcards: `*` is any text, `?` any character. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
