/** Tells whether the first line of a file is a header. Pure. */

import { isNoValue } from '../diagnosis/sample';
import type { Format } from '../format/format';
import { comparable, namesIn } from '../input/column-names';
import type { Fit, Row } from './fit';
import { isKnownName } from './names';
import { isTyped, KINDS, kindOf } from './value-kinds';

/** How many lines are compared with a header. */
const SOME = 1000;
const NAME = /^[\p{L}_#@$][^"{}<>]{0,63}$/u;

export interface HeaderVerdict {
  readonly isHeader: boolean;
  readonly isSure: boolean;
  /** The reason why it is not sure, as a clause; '' where it is sure. */
  readonly why: string;
  /** The row; null where there is no header. */
  readonly row: Row | null;
}

const verdict = (isHeader: boolean, row: Row, why = ''): HeaderVerdict => ({
  isHeader,
  isSure: why === '',
  why,
  row: isHeader ? row : null,
});

/**
 * A header is sure where all of its fields are names, it has a name over each column whose values are of one form, and
 * some of the names is a word that columns are often called by. That there is none is sure where the first line has
 * values of the same forms as the others.
 */
export function headerOf({ rows, shortFirst }: Pick<Fit, 'rows' | 'shortFirst'>): HeaderVerdict {
  if (shortFirst !== null && areNames(shortFirst.values, rows)) {
    const isTrailing = rows.every(({ values }) => values.at(-1) === '');
    return verdict(true, shortFirst, isTrailing ? '' : 'the first line has one name less than the others have fields');
  }
  const [first, ...others] = rows;
  if (first === undefined) throw new RangeError('a fit without rows');
  // files that were put together have their header inside too
  const rest = others.filter(({ text }) => text !== first.text);
  const names = first.values;
  if (rest.length === 0) return ofSingleLine(first);
  const typed = typedColumns(rest, names.length);
  const alike = typed.filter((column) => isAlike(names[column] as string, rest, column));
  if (!areNames(names, rest)) {
    if (typed.length === 0)
      return verdict(false, first, 'no column holds numbers or times, over which a name would show');
    const isRecord = alike.length === typed.length && !areYears(names);
    return verdict(
      false,
      first,
      isRecord ? '' : 'the first line differs from the others, but not all of its fields are names',
    );
  }
  const isKnown = names.some(isKnownName);
  if (typed.length === 0) {
    const isLikely = new Set(names).size === names.length && names.filter(isKnownName).length * 2 >= names.length;
    return verdict(isLikely, first, 'no column holds numbers or times, over which a name would show');
  }
  if (alike.some((column) => names[column] !== '')) {
    return verdict(false, first, 'the first line could be names, but has the same form as the others');
  }
  return verdict(true, first, isKnown ? '' : 'its fields are no words by which columns are often called');
}

function ofSingleLine(row: Row): HeaderVerdict {
  const names = row.values;
  const hasValue = names.some((value) => isTyped(kindOf([value]).kind));
  if (hasValue) return verdict(false, row, 'there is only one line');
  const isLikely = areNames(names, []) && names.filter(isKnownName).length * 2 > names.length;
  return verdict(isLikely, row, 'there is only one line, which may be a header or a record');
}

/** The columns whose values are of one form that names do not have. */
function typedColumns(rows: readonly Row[], columns: number): number[] {
  return Array.from({ length: columns }, (_, i) => i).filter((column) => {
    const values = valuesIn(rows, column);
    return values.some((value) => value !== '') && isTyped(kindOf(values).kind);
  });
}

function isAlike(value: string, rows: readonly Row[], column: number): boolean {
  return value === '' || isNoValue(value) || KINDS[kindOf(valuesIn(rows, column)).kind].is(value);
}

function valuesIn(rows: readonly Row[], column: number): string[] {
  return rows.slice(0, SOME).map(({ values }) => values[column] as string);
}

/** Whether the fields can be names: none is a value in its own column. */
function areNames(fields: readonly string[], rest: readonly Row[]): boolean {
  const names = fields.map((field) => comparable(Buffer.from(field, 'latin1').toString()));
  if (names.some((name) => name !== '' && isNoValue(name))) return false;
  // the first name may be empty: the index of a data frame has none
  if (!names.every((name, i) => NAME.test(name) || (i === 0 && name === '' && names.length > 1))) return false;
  return rest.slice(0, SOME).every(({ values }) => !values.some((value, i) => value !== '' && value === fields[i]));
}

/** Whether some fields are years that follow each other, as they head columns. */
function areYears(fields: readonly string[]): boolean {
  const isYear = (field: string | undefined) => field !== undefined && /^(19|20)\d\d$/.test(field);
  return fields.some(
    (field, i) => isYear(field) && isYear(fields[i + 1]) && Number(fields[i + 1]) === Number(field) + 1,
  );
}

/** The names in a header row, as a run reads them. */
export function namesOf({ text }: Row, format: Format): string[] {
  return namesIn(Buffer.from(text, 'latin1'), format);
}
