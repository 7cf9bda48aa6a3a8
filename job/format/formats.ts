/** The table of formats. No other code decides which format the records of a file have. */

import type { FormatName, Spec } from '../options/spec';
import { Delimited } from './delimited';
import type { Format } from './format';
import { JsonLines } from './json-lines';

export const FORMATS: Readonly<Record<FormatName, (spec: Spec) => Format>> = {
  delimited: (spec) => new Delimited(spec),
  json: (spec) => new JsonLines(spec),
};

export function formatOf(spec: Spec): Format {
  return FORMATS[spec.format](spec);
}
