import { COLUMNS_BY_DEFAULT, resolveRecord, specOf } from '../../job/options/record';
import type { Spec } from '../../job/options/spec';
import { defaultsOf, type Given } from '../../job/options/table/option-table';
import { RECORD_OPTIONS } from '../../job/options/table/record';

export type RecordOptions = Given<typeof RECORD_OPTIONS>;

/** The record options of a command line with only these options. */
export function recordOptions(options: Partial<RecordOptions> = {}): RecordOptions {
  return { ...defaultsOf(RECORD_OPTIONS), ...options };
}

/** The spec of a command line with only these options, for files without a header. */
export function resolveSpec(options: Partial<RecordOptions> = {}): Spec {
  const record = resolveRecord(recordOptions(options), false);
  return specOf(record, record.columns === null ? COLUMNS_BY_DEFAULT : record.columns, null);
}
