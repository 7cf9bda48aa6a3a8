import { DEFAULT_SPEC } from '../../job/options/spec';
import { DEFAULT_SIZING, type YarnOptions } from '../../job/runner/yarn/options';

/** What the command line gives without any option but these. */
export function yarnOptions(options: Partial<YarnOptions> = {}): YarnOptions {
  return {
    ...DEFAULT_SPEC,
    ...DEFAULT_SIZING,
    output: 's3://bucket/out',
    header: false,
    headerNames: 'match',
    badRecords: 'fail',
    merge: false,
    overwrite: false,
    allowEmpty: false,
    compress: 'none',
    speculative: 'off',
    ifEmpty: 'fail',
    hadoop: [],
    ...options,
  };
}
