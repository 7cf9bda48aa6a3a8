/**
 * Whether the policy of an endpoint to S3 lets a cluster do its work. What EMR itself needs is by AWS's page
 * private-subnet-iampolicy, for releases of EMR 7. Pure.
 */

/** Names of buckets of the user's own. */
export interface Places {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface Judgement {
  /** `s3:GetObject of bucket`. */
  readonly missing: readonly string[];
  /** False where a statement has conditions, or is about other principals than everybody: it may allow what is missing. */
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

/** Null for what is no policy. */
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

/** For everybody, always, and told by what it is about: those with `NotAction` or `NotResource` have no `Action` or `Resource`. */
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

/** As IAM has it: `*` for any text, `?` for any character. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
