/** The deletes of a run in words: those that win, and the files that keep them. */

import { DELETED_FOLDER } from '../../../job/shared/output-files';
import { sum } from '../../../job/shared/sum';
import type { Counts } from '../../../job/summary/books';
import type { Summary, SummaryDelete, SummarySpec } from '../../../job/summary/summary';
import { decodeBytes } from '../markup/bytes-in-words';
import { type Html, html } from '../markup/html';
import { bytes, count, counted } from '../markup/units';

/** `op is D, or gone has a value`; null for a spec without deletes. */
export function conditionWords({ deleteWhen }: SummarySpec): Html[] | null {
  if (deleteWhen.length === 0) return null;
  return deleteWhen.map((each, i) => html`${i === 0 ? '' : ', or '}<code>${each.column}</code> ${valueWords(each)}`);
}

function valueWords({ value, isOther }: SummaryDelete): Html | string {
  if (value === '') return isOther ? 'has a value' : 'is empty';
  return html`${isOther ? 'has another value than' : 'is'} <code>${decodeBytes(value)}</code>`;
}

/** The keys whose latest record is a delete, as a sentence; null where there are none. */
export function deletedKeys({ deleted }: Counts): string | null {
  if (deleted === 0) return null;
  return `${counted(deleted, 'key')} left out, since ${deleted === 1 ? 'its' : 'their'} latest record is a delete. `;
}

/** The files with the deletes; null where the run has none. */
export function deletesKept({ counts, output }: Summary): Html | null {
  const { deleted, forgotten } = counts;
  if (deleted === 0) return null;
  const files = output.deleted;
  const kept = `${counted(deleted - forgotten, 'delete')}, ${bytes(sum(files, (file) => file.bytes))}`;
  const gone = forgotten === 0 ? '' : `; ${count(forgotten)} more ${forgotten === 1 ? 'was' : 'were'} forgotten`;
  return html`${kept}, in ${counted(files.length, 'file')} of <code>${DELETED_FOLDER}/</code>${gone}`;
}
