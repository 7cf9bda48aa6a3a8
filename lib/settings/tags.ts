/** The setting of tags. Pure. */

import { isJsonObject } from '../../job/shared/json-object';
import { EMR_TAG, STACK_TAG } from '../deployment/tags';
import type { Defect, Kind } from './kind';

type Tags = Readonly<Record<string, string>>;

/** The characters and lengths that AWS allows in tags. It keeps names and values in `aws:`, however written, to itself. */
const TAG_NAME = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;
/** CloudWatch, unlike other services, takes no empty value. */
const TAG_VALUE = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/iu;

/**
 * A resource has at most 50 tags (AWS's page tag-conventions of its General Reference); the kit and CDK need two of
 * them.
 */
const MOST_TAGS = 50 - 2;

/** Tags that the stacks set, and that the rights of their roles rely on. */
const OF_THE_KIT: readonly string[] = [EMR_TAG, STACK_TAG];

export const tags: Kind<Tags> = {
  allowed: `an object of at most ${MOST_TAGS} texts, or name=value with commas between, as AWS allows in tags`,
  parse(given) {
    if (given === '') return {};
    const entries = typeof given === 'string' ? given.split(',').map(tagOf) : entriesOf(given);
    const isTag = (entry: [string, unknown]): entry is [string, string] =>
      TAG_NAME.test(entry[0]) && typeof entry[1] === 'string' && TAG_VALUE.test(entry[1]);
    if (!entries?.every(isTag)) return undefined;
    const values = Object.fromEntries(entries);
    const count = Object.keys(values).length;
    return count === entries.length && count <= MOST_TAGS ? values : undefined;
  },
};

function tagOf(assignment: string): [string, unknown] {
  const [name = '', ...value] = assignment.split('=');
  return [name.trim(), value.length === 0 ? undefined : value.join('=').trim()];
}

function entriesOf(given: unknown): [string, unknown][] | undefined {
  return isJsonObject(given) ? Object.entries(given) : undefined;
}

/** `given` is of the kind above. */
export function tagDefects(given: Tags): readonly Defect[] {
  const names = Object.keys(given);
  const defect = (line: string): Defect => ({ keys: ['tags'], line });
  const ofKit = names.filter((name) => OF_THE_KIT.includes(name.toLowerCase()));
  const alike = names.flatMap((name, i) => {
    const other = names.slice(0, i).find((each) => each.toLowerCase() === name.toLowerCase());
    return other === undefined ? [] : [[other, name] as const];
  });
  return [
    ...ofKit.map((name) => defect(`tags has '${name}', which the stacks set themselves, expected other names`)),
    // IAM's user guide, "Tags for IAM resources": names of tags that differ by capitals alone are one name.
    ...alike.map(([one, other]) =>
      defect(`tags has '${one}' and '${other}', which are one name to IAM, expected one of them`),
    ),
  ];
}
