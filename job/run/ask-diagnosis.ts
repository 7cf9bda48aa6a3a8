/** Asks the diagnosis about the starts of files. Its code is loaded only where there is a reason to ask. */

import type { Header } from '../format/format';
import { BadRecordsFailure } from '../input/bad-records-failure';
import type { ResolvedJob } from '../options/options';
import type { InputFiles } from '../store/input-files';

/** The files that a run reads, and how it reads them. */
export interface ReadFiles {
  readonly request: Pick<ResolvedJob, 'spec' | 'header'>;
  readonly files: InputFiles;
  readonly header: Header | null;
}

/**
 * Warns of options that do not fit the values in the starts of files: conditions of `--delete-when` where no key is
 * deleted, or where a value that says no makes a delete, and times and numbers that are ordered as text. `deleted` is the
 * number of deleted keys.
 */
export async function warnOfValues(read: ReadFiles, deleted: number, warn: (message: string) => void): Promise<void> {
  const { request, files, header } = read;
  const { spec, header: hasHeader } = request;
  const deletes = deleted === 0 ? spec.deleteWhen : spec.deleteWhen.filter(({ isOther }) => isOther);
  // records of one key have equal values in its columns
  const orders = spec.orderBy.filter(({ type, column }) => type === 'text' && !spec.keyColumns.includes(column));
  if (deletes.length + orders.length === 0) return;
  const { deletesByNo } = await import('../diagnosis/deletes-by-no');
  const { disorderedText } = await import('../diagnosis/text-order');
  const { unmetDeletes } = await import('../diagnosis/unmet-deletes');
  const { valuesInHeads } = await import('../diagnosis/values-in-heads');
  const columns = [...deletes, ...orders].map(({ column }) => column);
  const seen = await valuesInHeads(files, { spec, hasHeader, header }, columns);
  const found = [
    deleted === 0 ? unmetDeletes(deletes, spec, seen.slice(0, deletes.length)) : null,
    deletesByNo(deletes, spec.columns, seen.slice(0, deletes.length)),
    disorderedText(orders, spec.columns, seen.slice(deletes.length)),
  ];
  for (const words of found) if (words !== null) warn(words);
}

/** Adds the likely cause to a failure for bad records. Returns any other error unchanged. */
export async function withCause(error: unknown, { request, files, header }: ReadFiles): Promise<unknown> {
  if (!(error instanceof BadRecordsFailure)) return error;
  const { explained } = await import('../diagnosis/explain');
  return explained(error, files, { spec: request.spec, hasHeader: request.header, header });
}
