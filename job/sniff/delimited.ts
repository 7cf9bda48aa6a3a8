/** Understands files of delimited text as one table. Pure. */

import { formatOf } from '../format/formats';
import { comparable } from '../input/column-names';
import { counted, grouped } from '../shared/figures';
import { dialectDoubts } from './dialect-doubts';
import { candidatesFor, wholly } from './dialects';
import { type Fit, fitOf, type Row, specOf } from './fit';
import { type HeaderVerdict, headerOf, namesOf } from './header';
import { chosenOf } from './rivals';
import { type Doubt, doubt, SAMPLE_BYTES, type TextSample } from './sample';
import { columnOf, type Table } from './table';

/** A file that is not of the table. */
export interface OtherFile {
  readonly path: string;
  /** Completes a sentence that begins with the file. */
  readonly why: string;
}

export interface Understood {
  readonly table: Table;
  readonly others: readonly OtherFile[];
}

/** A file, the names of its columns and its records. */
interface Part {
  readonly path: string;
  readonly fit: Fit;
  readonly names: readonly string[] | null;
  readonly records: readonly (readonly string[])[];
}

/** Null where no delimiter makes the same number of columns of most lines of any file. */
export function delimitedTable(samples: readonly TextSample[]): Understood | null {
  const chosen = chosenOf(candidatesFor(samples));
  if (chosen === null) return null;
  const fits = trimmedFits(wholly(chosen.candidate, samples).fits, samples);
  const unfit = samples.filter(({ path }) => !fits.some((fit) => fit.path === path));
  const verdicts = fits.map((fit) => headerOf(fit));
  const hasHeader = decideHeader(fits, verdicts);
  const known = new Set(verdicts.flatMap(({ row }) => (row === null ? [] : row.values.map(comparable))));
  const parts = fits.map((fit, i) => partOf(fit, verdicts[i] as HeaderVerdict, hasHeader.isHeader ? known : null));
  const main = mainParts(parts, hasHeader.isHeader);
  const others = [
    ...unfit.map(({ path }) => ({ path, why: 'does not have the same number of columns in most of its lines' })),
    ...parts.filter((part) => !main.includes(part)).map((part) => otherPart(part, main[0] as Part, hasHeader.isHeader)),
  ];
  const table = tableOf(main, hasHeader.isHeader, samples);
  const doubts = [...chosen.doubts, ...dialectDoubts(main.map(({ fit }) => fit)), ...hasHeader.doubts, ...table.doubts];
  return { table: { ...table, doubts }, others };
}

/** The fits without the blanks around fields, where these keep values from having a form. */
function trimmedFits(fits: readonly Fit[], samples: readonly TextSample[]): readonly Fit[] {
  const { dialect } = fits[0] as Fit;
  const isBlank = (text: string) => /^[ \t]|[ \t]$/.test(text);
  if (dialect.isTrimmed || /[ \t]/.test(dialect.delimiter)) return fits;
  const rows = fits.flatMap((fit) => fit.rows);
  const columns = Math.min(...fits.map((fit) => fit.columns));
  const hasBlanks = Array.from({ length: columns }, (_, i) => i).some(
    (column) => rows.filter(({ values }) => isBlank(values[column] as string)).length * 2 > rows.length,
  );
  if (!hasBlanks) return fits;
  const trimmed = fits.map(({ path }) => {
    const sample = samples.find((each) => each.path === path) as TextSample;
    return fitOf(sample, { ...dialect, isTrimmed: true }, SAMPLE_BYTES);
  });
  return trimmed.every((fit) => fit !== null) ? trimmed : fits;
}

interface HeaderDecision {
  readonly isHeader: boolean;
  readonly doubts: readonly Doubt[];
}

/** One decision for all files: those that are sure decide, and several files that begin with the same names are. */
function decideHeader(fits: readonly Fit[], verdicts: readonly HeaderVerdict[]): HeaderDecision {
  const of = (isHeader: boolean) => verdicts.filter((each) => each.isHeader === isHeader);
  const sure = (isHeader: boolean) => of(isHeader).filter(({ isSure }) => isSure);
  const firsts = verdicts.flatMap(({ row }) => (row === null ? [] : [row.text]));
  const isCommon = fits.length > 1 && firsts.length === fits.length && new Set(firsts).size === 1;
  if (isCommon && fits.some(({ rows }) => rows.length > 1)) return { isHeader: true, doubts: [] };
  const [yes, no] = [sure(true).length, sure(false).length];
  if (yes + no === 0 && isNoneByAll(fits)) return { isHeader: false, doubts: [] };
  const isHeader = yes === no ? of(true).length > of(false).length : yes > no;
  if (yes + no > 0 && Math.min(yes, no) === 0) return { isHeader, doubts: [] };
  const reason = verdicts.find(({ why }) => why !== '')?.why;
  const why = yes + no > 0 ? 'some files begin with names, and some with a record' : reason;
  const what = isHeader ? 'the first line is taken for a header' : 'no line is taken for a header';
  return { isHeader, doubts: [doubt('header', `${what}: ${why}`)] };
}

/** Whether the lines of all files together show that there is no header, where no single file has enough of them. */
function isNoneByAll(fits: readonly Fit[]): boolean {
  const firsts = fits.map(({ rows }) => rows[0]?.text);
  if (new Set(firsts).size < fits.length || fits.length < 2) return false;
  const { isHeader, isSure } = headerOf({ rows: fits.flatMap(({ rows }) => rows), shortFirst: null });
  return isSure && !isHeader;
}

/** `known` are the names in the headers of all files; null where the files have no headers. */
function partOf(fit: Fit, { row }: HeaderVerdict, known: ReadonlySet<string> | null): Part {
  const { path, rows } = fit;
  const first = row === null ? (rows[0] as Row) : row;
  // a header alone, or one over texts, is known by the headers of other files
  const isNamed = known !== null && (row !== null || first.values.some((value) => known.has(comparable(value))));
  const names = isNamed ? namesOf(first, formatOf(specOf(fit.dialect))) : null;
  const isAgain = (values: readonly string[]) => isNamed && values.join('\0') === first.values.join('\0');
  return { path, fit, names, records: rows.map(({ values }) => values).filter((values) => !isAgain(values)) };
}

/** The files that make a table: with headers those that have one, else those with the commonest number of columns. */
function mainParts(parts: readonly Part[], hasHeader: boolean): readonly Part[] {
  if (hasHeader) return parts.filter(({ names }) => names !== null);
  const counts = parts.map(({ fit }) => parts.filter((other) => other.fit.columns === fit.columns).length);
  const most = (parts[counts.indexOf(Math.max(...counts))] as Part).fit.columns;
  return parts.filter(({ fit }) => fit.columns === most);
}

function otherPart({ path, fit }: Part, main: Part, hasHeader: boolean): OtherFile {
  if (hasHeader) return { path, why: `does not begin with a header, as '${main.path}' does` };
  return { path, why: `has ${counted(fit.columns, 'column')}, and '${main.path}' ${grouped(main.fit.columns)}` };
}

function tableOf(parts: readonly Part[], hasHeader: boolean, samples: readonly TextSample[]): Table {
  const { fit } = parts[0] as Part;
  const hasTrailing = parts.every((part) => hasTrailingDelimiter(part));
  const width = fit.columns - Number(hasTrailing);
  const lists = parts.map(({ names }) => (names === null ? null : namesWithin(names, hasTrailing)));
  const naming = namingOf(lists, width);
  const { starts, columns } = valuesOf(parts, lists, naming);
  const comment = parts.find((part) => part.fit.comment !== null)?.fit.comment;
  const isNamed = hasHeader && !naming.isOneLess;
  return {
    format: 'delimited',
    files: parts.map(({ path }) => path),
    starts,
    records: (columns[0] as string[]).length,
    columns: naming.names.map((name, i) => columnOf(name, columns[i] as string[])),
    text: {
      dialect: { ...fit.dialect, hasTrailingDelimiter: hasTrailing },
      format: formatName(parts.map((part) => part.fit)),
      comment: comment === undefined ? null : comment,
      hasHeader: isNamed,
      isNaming: naming.isNaming,
      isIgnoringNames: isNamed && naming.isIgnoring,
    },
    lineEnd: samples.some(({ path, lineEnd }) => path === fit.path && lineEnd === 'cr') ? 'cr' : 'lf',
    // a header with one name less is in front of records that end with a delimiter
    skipLines: isNamed && fit.shortFirst !== null ? 0 : fit.skipLines,
    bad: parts.reduce((sum, part) => sum + part.fit.tooBad, 0),
    shortest: shortestOf(parts),
    isUnion: naming.isUnion,
    doubts: [...naming.doubts, ...(hasTrailing && !hasHeader ? [trailingDoubt()] : [])],
  };
}

function trailingDoubt(): Doubt {
  return doubt(
    'lines',
    'each line ends with the delimiter: behind it there may be one more column, which is always empty',
  );
}

function shortestOf(parts: readonly Part[]): number | null {
  const all = parts.flatMap(({ fit }) => (fit.shortest === null ? [] : [fit.shortest]));
  return all.length === 0 ? null : Math.min(...all);
}

/** Text with commas is CSV also where the sample has no quotes, unless a quote in it is data. */
function formatName(fits: readonly Fit[]): 'csv' | 'tsv' | 'delimited' {
  const { delimiter, quote } = (fits[0] as Fit).dialect;
  if (delimiter === '\t') return 'tsv';
  if (delimiter !== ',' || quote === "'") return 'delimited';
  const isData = fits.some(({ rows }) => rows.some(({ fields }) => fields.some(({ raw }) => /^\s*"/.test(raw))));
  return quote === null && isData ? 'delimited' : 'csv';
}

/** The values of the columns, file by file, and where those of each file begin. */
function valuesOf(parts: readonly Part[], lists: readonly (readonly string[] | null)[], naming: Naming) {
  const starts: number[] = [];
  const columns: (string | null)[][] = naming.names.map(() => []);
  for (const [i, { records }] of parts.entries()) {
    starts.push((columns[0] as string[]).length);
    const places = placesIn(lists[i] as readonly string[] | null, naming);
    for (const record of records) {
      for (const [column, place] of places.entries()) {
        columns[column]?.push(place < 0 ? null : (record[place] as string));
      }
    }
  }
  return { starts, columns };
}

/** Whether each record ends with a delimiter, and no name is behind that of the header. */
function hasTrailingDelimiter({ fit, names, records }: Part): boolean {
  if (fit.columns < 3 || records.length === 0 || !records.every((values) => values.at(-1) === '')) return false;
  return names === null || names.length === fit.columns - 1 || names.at(-1) === '';
}

function namesWithin(names: readonly string[], hasTrailing: boolean): readonly string[] {
  return hasTrailing && names.at(-1) === '' ? names.slice(0, -1) : names;
}

interface Naming {
  readonly names: readonly string[];
  readonly isNaming: boolean;
  readonly isIgnoring: boolean;
  /** Whether some file lacks a column of another. */
  readonly isUnion: boolean;
  /** Whether the header lacks the name of the first column, so that it cannot be read as a header. */
  readonly isOneLess: boolean;
  readonly doubts: readonly Doubt[];
}

/** The names of the columns, from those in the headers of the files; null stands for a file without a header. */
function namingOf(lists: readonly (readonly string[] | null)[], columns: number): Naming {
  const [first] = lists;
  if (first == null) {
    const names = Array.from({ length: columns }, (_, i) => `c${i + 1}`);
    const why = `no header names the columns: ${names[0]} to ${names.at(-1)} stand for their names; put the right ones in their place`;
    return {
      names,
      isNaming: true,
      isIgnoring: false,
      isUnion: false,
      isOneLess: false,
      doubts: [doubt('columns', why)],
    };
  }
  if (first.length === columns - 1) {
    const names = uniqueNames(['row', ...first]);
    const why =
      'the header lacks the name of the first column: it is skipped, and --columns has its names behind a further one';
    return {
      names,
      isNaming: true,
      isIgnoring: true,
      isUnion: false,
      isOneLess: true,
      doubts: [doubt('columns', why)],
    };
  }
  if (new Set(first).size < first.length || first.includes('') || first.some((name) => /[,\n]/.test(name))) {
    const names = uniqueNames(first);
    const why =
      'some names in the header are empty, equal to others or hold a comma, so --columns has others in their place';
    return {
      names,
      isNaming: true,
      isIgnoring: true,
      isUnion: false,
      isOneLess: false,
      doubts: [doubt('columns', why)],
    };
  }
  const named = lists as readonly (readonly string[])[];
  const key = (names: readonly string[]) => names.map(comparable).join('\0');
  if (named.every((names) => key(names) === key(first))) {
    return { names: first, isNaming: false, isIgnoring: false, isUnion: false, isOneLess: false, doubts: [] };
  }
  const names = [...first];
  for (const name of named.flat()) if (!names.some((known) => comparable(known) === comparable(name))) names.push(name);
  const isUnion = named.some((each) => each.length < names.length);
  const why = isUnion
    ? 'headers name different columns: --columns has all of them, and --missing-columns empty fills those that a file lacks'
    : 'headers name the columns in different orders: --columns has the order of the output';
  return { names, isNaming: true, isIgnoring: false, isUnion, isOneLess: false, doubts: [doubt('columns', why)] };
}

function uniqueNames(names: readonly string[]): string[] {
  const found: string[] = [];
  for (const [i, name] of names.entries()) {
    const plain = name.replaceAll(/[,\n]/g, '_');
    found.push(plain === '' || found.includes(plain) ? `c${i + 1}` : plain);
  }
  return found;
}

/** For each column the number of its field in a file; -1 where the file lacks it. */
function placesIn(names: readonly string[] | null, { names: all, isIgnoring }: Naming): number[] {
  if (names === null || isIgnoring) return all.map((_, i) => i);
  return all.map((name) => names.findIndex((each) => comparable(each) === comparable(name)));
}
