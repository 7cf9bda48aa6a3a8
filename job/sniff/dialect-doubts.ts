/** Doubts about the lines and quotes of files whose delimiter is known. Pure. */

import { BYTE_ORDER_MARK } from '../format/lines';
import { counted, grouped } from '../shared/figures';
import type { Fit } from './fit';
import { type Doubt, doubt } from './sample';

/** `fits` are those of the files of one table. */
export function dialectDoubts(fits: readonly Fit[]): Doubt[] {
  return [badLines, linesBefore, comments, quotesWithin, apostrophes, byteOrderMarks].flatMap((ask) => {
    const why = ask(fits);
    return why === null ? [] : [why];
  });
}

function badLines(fits: readonly Fit[]): Doubt | null {
  const found = fits.find(({ firstBad }) => firstBad !== null);
  if (found === undefined) return null;
  const bad = fits.reduce((sum, fit) => sum + fit.bad, 0);
  const all = bad + fits.reduce((sum, { rows }) => sum + rows.length, 0);
  const remedy =
    '--missing-columns empty reads lines that lack fields at their end, --bad-records keep sets others aside';
  return doubt(
    'lines',
    `${grouped(bad)} of ${counted(all, 'line')} do not have the ${counted(found.columns, 'field')} of the others (in '${found.path}' ${found.firstBad}): ${remedy}`,
  );
}

function linesBefore(fits: readonly Fit[]): Doubt | null {
  const counts = new Set(fits.map(({ skipLines }) => skipLines));
  const [first] = counts;
  if (counts.size > 1) {
    const [a, b] = [...counts];
    return doubt(
      'lines',
      `some files have ${a} and others ${b} lines in front of their records: read these by themselves`,
    );
  }
  if (first === 0) return null;
  const { rows, path } = fits[0] as Fit;
  if (rows.length < 2) return doubt('lines', `only one line of '${path}' has several fields`);
  return null;
}

function comments(fits: readonly Fit[]): Doubt | null {
  const marks = new Set(fits.map(({ comment }) => comment).filter((mark) => mark !== null));
  const [mark, other] = marks;
  if (other !== undefined) return doubt('lines', `lines that are no records begin with '${mark}' and with '${other}'`);
  const found = fits.find(({ mayCommentsBeRecords }) => mayCommentsBeRecords);
  if (found !== undefined) {
    return doubt('lines', `some lines of '${found.path}' that begin with '${mark}' have as many fields as records`);
  }
  const first = fits.find(({ rows }) => /^[#%]/.test(rows[0]?.text ?? ''));
  if (first === undefined) return null;
  return doubt(
    'lines',
    `the first line of '${first.path}' begins with '${first.rows[0]?.text[0]}', and may be a comment`,
  );
}

/** Quotes that are data, as they stand where they would not be quotes. */
function quotesWithin(fits: readonly Fit[]): Doubt | null {
  const [{ dialect }] = fits as [Fit];
  const raws = (test: (raw: string) => boolean) =>
    fits.some(({ rows }) => rows.some(({ fields }) => fields.some(({ raw }) => test(raw))));
  if (dialect.quote === null && raws((raw) => raw.startsWith('"'))) {
    return doubt('quote', "some fields begin with '\"' and do not end with it, so quotes are taken as data");
  }
  const isEscaped = dialect.quote !== null && dialect.escape === dialect.quote;
  if (isEscaped && raws((raw) => raw.startsWith(dialect.quote as string) && raw.includes('\\\\'))) {
    return doubt('quote', "backslashes within quotes are taken as data, and may be escapes: then add --escape '\\'");
  }
  return null;
}

function apostrophes(fits: readonly Fit[]): Doubt | null {
  const [{ dialect }] = fits as [Fit];
  if (dialect.quote === "'") return doubt('quote', 'apostrophes around fields are taken as quotes');
  if (dialect.quote !== null) return null;
  const isWithin = (raw: string) => raw.length > 1 && raw.startsWith("'") && raw.endsWith("'");
  const found = fits.some(
    ({ rows, columns }) =>
      Array.from({ length: columns }, (_, i) => i).some((column) =>
        rows.slice(1).every(({ fields }) => isWithin(fields[column]?.raw ?? '')),
      ) && rows.length > 1,
  );
  return found
    ? doubt('quote', 'fields stand between apostrophes, which are taken as data: with --quote "\'" they are quotes')
    : null;
}

function byteOrderMarks(fits: readonly Fit[]): Doubt | null {
  const found = fits.find(({ rows }) => rows.some(({ text }) => text.startsWith(BYTE_ORDER_MARK)));
  if (found === undefined) return null;
  return doubt(
    'lines',
    `some lines inside '${found.path}' begin with a byte order mark, which is part of their first value`,
  );
}
