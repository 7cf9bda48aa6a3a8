import { withBarsInNames } from '../shared/json-path';
import { ALTERNATIVES_FORMAT_VERSION } from '../shared/output-files';
import { noRejects, type Summary, type SummaryOrder, type SummarySpec } from './summary';

/** Adds the fields that summaries of earlier versions of this kit do not have. */
export function withLaterFields(summary: Summary): Summary {
  const rejects = { ...summary.rejects, byReason: { ...noRejects(), ...summary.rejects.byReason } };
  const inputs = {
    ...{ skipped: { files: 0, bytes: 0, examples: [] }, utf16Files: 0, rearrangedFiles: 0, uncut: [], ledger: null },
    ...summary.inputs,
  };
  const counts = { ...{ comments: 0, skipped: 0, deleted: 0, forgotten: 0 }, ...summary.counts };
  const output = { ...{ deleted: [], ledger: null }, ...summary.output };
  const spec = withPaths(withLaterSpec(summary.spec), summary.format);
  return { ...{ keys: null, oddities: [] }, ...summary, spec, inputs, counts, rejects, output };
}

function withLaterSpec(spec: SummarySpec): SummarySpec {
  const { orderBy } = spec;
  const isSingle = !Array.isArray(orderBy);
  return {
    ...{
      format: 'delimited',
      emptyOrder: 'refuse',
      timeZone: 'UTC',
      deleteWhen: [],
      quote: null,
      escape: null,
      isTrimmed: false,
      hasTrailingDelimiter: false,
    },
    ...spec,
    orderBy: isSingle ? [{ ...(orderBy as unknown as SummaryOrder), isLeast: false, ranks: [] }] : orderBy,
  };
}

/** The spec with paths for names. In JSON, outputs of formats before that of alternatives have names with bars as they are. */
function withPaths(spec: SummarySpec, format: number): SummarySpec {
  if (spec.format !== 'json' || format >= ALTERNATIVES_FORMAT_VERSION) return spec;
  const renamed = <T extends { readonly column: string }>(each: T): T => ({
    ...each,
    column: withBarsInNames(each.column),
  });
  return {
    ...spec,
    columns: spec.columns.map(withBarsInNames),
    key: spec.key.map(withBarsInNames),
    orderBy: spec.orderBy.map(renamed),
    deleteWhen: spec.deleteWhen.map(renamed),
  };
}
