/** Reads settings from the context, or throws a list of all its defects. Pure. */

import { RUN_OPTIONS } from '../../job/options/table/commands';
import { EXIT } from '../../job/shared/exit';
import { Failure } from '../../job/shared/failure';
import { catalogDefects, resolveCatalogTable } from './catalog-table';
import { isOfCdk, meantBy } from './context';
import { jobDefects, specOfJob } from './job';
import { type Defect, quoted, type Setting } from './kind';
import { resolveNotify } from './notify';
import { OPTION_SETTINGS } from './option-settings';
import { gateDefects, pipelineDefects, resolvePipeline } from './pipeline';
import type { JobSettings, Settings } from './settings';
import { TABLE, type Values } from './table';
import { tagDefects } from './tags';

/** The context in the shape of `App.node.getAllContext()`. */
export type Context = Readonly<Record<string, unknown>>;

/** The account and region that the CDK CLI tells by CDK_DEFAULT_ACCOUNT and CDK_DEFAULT_REGION. */
export interface Environment {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** Throws with exit code 64 and a line for each defect. */
export function readSettings(context: Context, environment: Environment): Settings {
  const unknown = unknownKeys(context, Object.keys(TABLE));
  const { values, wrong } = parsed(TABLE, context);
  // A value that cannot be read is replaced by its default, which must not be blamed for a contradiction with other
  // settings.
  const read = values as Values;
  const ofJob = jobDefects(read);
  const ofTable = ofJob.length > 0 ? [] : catalogDefects(read.catalogTable, specOfJob(read));
  const found = [
    ...ofJob,
    ...ofTable,
    ...networkDefects(read),
    ...tagDefects(read.tags),
    ...pipelineDefects(read.pipeline),
    ...gateDefects(read.pipeline, read.deleteWhen),
  ];
  const together = found.filter(({ keys }) => !wrong.some((defect) => defect.keys.some((key) => keys.includes(key))));
  const defects = [...unknown, ...wrong, ...together];
  if (defects.length > 0) throw new Failure(EXIT.usage, defects.map(({ line }) => line).join('\n'));
  return resolved(read, environment);
}

function unknownKeys(context: Context, names: readonly string[]): readonly Defect[] {
  const unknown = Object.keys(context).filter((key) => !isOfCdk(key) && !names.includes(key));
  return unknown.map((key) => {
    const elsewhere = ELSEWHERE.get(key);
    const meant = meantBy(key, names);
    const advice =
      elsewhere === undefined
        ? `the nearest ${meant.length === 1 ? 'is' : 'are'} ${meant.join(', ')}, and lib/README.md has them all`
        : elsewhere;
    return { keys: [key], line: `no setting is called ${quoted(key)}; ${advice}` };
  });
}

/** Facts that are no settings, because the CDK CLI finds them as all AWS programs do. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['region', 'the region is that of AWS_REGION, or of the AWS profile'],
  ['account', 'the account is that of the AWS credentials'],
]);

/** A missing or wrong value is replaced by its default. */
function parsed(table: Readonly<Record<string, Setting<unknown>>>, context: Context) {
  const wrong: Defect[] = [];
  const values = Object.entries(table).map(([key, { kind, default: byDefault }]) => {
    const given = context[key];
    const value = given === undefined ? byDefault : kind.parse(given);
    if (value === undefined) wrong.push({ keys: [key], line: `${key} is ${quoted(given)}, expected ${kind.allowed}` });
    return [key, value === undefined ? byDefault : value];
  });
  return { values: Object.fromEntries(values) as unknown, wrong };
}

function networkDefects({ vpcId, subnetId, availabilityZone }: Values): readonly Defect[] {
  const defect = (line: string) => [{ keys: ['vpcId', 'subnetId', 'availabilityZone'], line }];
  if (subnetId !== null && vpcId === null) {
    return defect(`subnetId is '${subnetId}' without its VPC, expected vpcId too`);
  }
  if (vpcId !== null && subnetId === null) {
    return defect(`vpcId is '${vpcId}' without a subnet, expected subnetId too`);
  }
  if (subnetId !== null && availabilityZone !== null) {
    const why = `but subnetId '${subnetId}' has a zone already, expected one of them`;
    return defect(`availabilityZone is '${availabilityZone}', ${why}`);
  }
  return [];
}

function resolved(values: Values, { region }: Environment): Settings {
  const { vpcId, subnetId, availabilityZone, catalogTable, notify, pipeline, ...others } = values;
  const isOwn = vpcId === null || subnetId === null;
  return {
    ...without<typeof others, keyof JobSettings>(others, isOfJob),
    region: region === undefined || region === '' ? null : region,
    job: without<typeof others, Exclude<keyof typeof others, keyof JobSettings>>(others, (key) => !isOfJob(key)),
    // A folder that is named twice is read once, and templates have no list with the same member twice.
    input: [...new Set(others.input)],
    network: isOwn ? { kind: 'own', availabilityZone } : { kind: 'subnet', vpcId, subnetId },
    catalogTable: resolveCatalogTable(catalogTable, specOfJob(values)),
    notify: resolveNotify(notify),
    pipeline: resolvePipeline(pipeline),
  };
}

function isOfJob(key: string): key is keyof JobSettings {
  return key in OPTION_SETTINGS && key in RUN_OPTIONS;
}

function without<T extends object, K extends keyof T>(values: T, isLeftOut: (key: string) => boolean): Omit<T, K> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !isLeftOut(key))) as Omit<T, K>;
}
