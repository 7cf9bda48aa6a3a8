/** The one setting that holds others: which service deploys, and from which repository. Pure. */

import { nearestFirst } from './context';
import { type Defect, type Kind, quoted } from './kind';
import type { Pipeline } from './settings';

/** The fields as they were given. */
export type PipelineFields = Readonly<Record<string, string>>;

export const pipelineFields: Kind<PipelineFields> = {
  allowed: 'an object of texts, or name=value with commas between',
  parse(given) {
    if (typeof given === 'string') return fromText(given);
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
    const areTexts = Object.values(given).every((value) => typeof value === 'string');
    return areTexts ? (given as PipelineFields) : undefined;
  },
};

function fromText(given: string): PipelineFields | undefined {
  const pairs = given.split(',').map((pair) => /^\s*([^=\s]+)\s*=(.*)$/.exec(pair));
  const entries = pairs.flatMap((pair) => (pair === null ? [] : [[pair[1], pair[2]?.trim()]]));
  return entries.length === pairs.length ? Object.fromEntries(entries) : undefined;
}

interface Field {
  readonly default: string;
  readonly pattern: RegExp;
  readonly allowed: string;
}

const ONE_OF_TWO = 'connection for CodePipeline, or oidcProvider for GitHub Actions';

const FIELDS = {
  repository: { default: '', pattern: /^[\w.-]+(@\d+)?(\/[\w.-]+(@\d+)?)+$/, allowed: 'owner/name' },
  branch: { default: 'main', pattern: /^[\w./#+-]+$/, allowed: 'the name of a branch' },
  sample: {
    default: 'assets/sample',
    pattern: /^(?!\/)(?!(.*\/)?\.\.(\/|$)).+$/,
    allowed: 'a folder of the repository',
  },
  connection: {
    default: '',
    pattern: /^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]+$/,
    allowed: 'the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>',
  },
  oidcProvider: {
    default: '',
    pattern: /^(new|arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com)$/,
    allowed: "new, or the ARN of the account's provider of token.actions.githubusercontent.com",
  },
} as const satisfies Readonly<Record<string, Field>>;

type FieldName = keyof typeof FIELDS;

const NAMES = Object.keys(FIELDS) as FieldName[];

export function pipelineDefects(given: PipelineFields | null): readonly Defect[] {
  if (given === null) return [];
  const defect = (line: string): Defect => ({ keys: ['pipeline'], line });
  const unknown = Object.keys(given).filter((name) => !NAMES.some((each) => each === name));
  const wrong = NAMES.filter((name) => (name in given || name === 'repository') && !isRight(name, given));
  const engines = (['connection', 'oidcProvider'] as const).filter((name) => name in given);
  return [
    ...unknown.map((name) => defect(`pipeline has no '${name}'; there are ${nearestFirst(name, NAMES).join(', ')}`)),
    ...wrong.map((name) =>
      defect(
        name in given
          ? `pipeline's ${name} is ${quoted(given[name])}, expected ${FIELDS[name].allowed}`
          : `pipeline names no ${name}, expected ${FIELDS[name].allowed}`,
      ),
    ),
    ...('connection' in given && given.repository?.includes('@')
      ? [defect(`pipeline's repository is ${quoted(given.repository)}, expected no ids with a connection`)]
      : []),
    ...(engines.length === 1
      ? []
      : [defect(`pipeline names ${engines.join(' and ') || 'no engine'}, expected ${ONE_OF_TWO}`)]),
  ];
}

/** CodePipeline gives the settings of the job to its gate by `-c`, where commas separate conditions. */
export function gateDefects(given: PipelineFields | null, deleteWhen: readonly string[]): readonly Defect[] {
  if (given === null || !('connection' in given)) return [];
  return deleteWhen
    .filter((condition) => condition.includes(','))
    .map((condition) => ({
      keys: ['pipeline', 'deleteWhen'],
      line: `deleteWhen has a comma in ${quoted(condition)}, expected none with a pipeline that has a connection`,
    }));
}

function isRight(name: FieldName, given: PipelineFields): boolean {
  return FIELDS[name].pattern.test(fieldOf(name, given));
}

/** `given` must have no defects. */
export function resolvePipeline(given: PipelineFields | null): Pipeline | null {
  if (given === null) return null;
  const provider = fieldOf('oidcProvider', given);
  return {
    repository: fieldOf('repository', given),
    branch: fieldOf('branch', given),
    sample: fieldOf('sample', given),
    engine:
      provider === ''
        ? { kind: 'codepipeline', connectionArn: fieldOf('connection', given) }
        : { kind: 'github-actions', oidcProviderArn: provider === 'new' ? null : provider },
  };
}

function fieldOf(name: FieldName, given: PipelineFields): string {
  const value = given[name];
  return value === undefined ? FIELDS[name].default : value;
}
