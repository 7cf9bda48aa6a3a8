/** Understands files of delimited text as one table. Pure. */

import { formatOf } from '../format/formats';
import { comparable } from '../input/column-names';
import { usage } from '../options/parsing/usage';
import { isEscapedText } from '../options/spec';
import { counted, grouped } from '../shared/figures';
import { MAX_COLUMNS } from '../shared/limits';
import { dialectDoubts } from './dialect-doubts';
import { candidatesFor, wholly } from './dialects';
import { type Fit, fitOf, type Row, specOf } from './fit';
import { type HeaderVerdict, headerOf, namesOf } from './header';
import { decideHeader } from './header-decision';
import { type Naming, namingOf, placesIn } from './naming';
import { oneColumn } from './one-column';
import { type Chosen, chosenOf, isOfOneValue } from './rivals';
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
  /** Whether the header is a first line with one name less than the records have fields. */
  readonly isOneLess: boolean;
  readonly records: readonly (readonly string[])[];
}

/** Null where no delimiter makes the same number of columns of most lines of any file, and lines are no single values. */
export function delimitedTable(samples: readonly TextSample[]): Understood | null {
  const chosen = chosenFor(samples);
  const whole = chosen === null ? null : wholly(chosen.candidate, samples);
  if (chosen === null || whole === null) return null;
  const fits = trimmedFits(whole.fits, samples);
  const unfit = samples.filter(({ path }) => !fits.some((fit) => fit.path === path));
  const verdicts = fits.map((fit) => headerOf(fit));
  const hasHeader = decideHeader(fits, verdicts);
  const known = new Set(verdicts.flatMap(({ row }) => (row === null ? [] : row.values.map(comparable))));
  const parts = fits.map((fit, i) => partOf(fit, verdicts[i] as HeaderVerdict, hasHeader.isHeader ? known : null));
  const main = mainParts(parts, hasHeader.isHeader);
  refuseTooWide(main[0] as Part);
  const others = [
    ...unfit.map(({ path }) => ({ path, why: 'does not have the same number of columns in most of its lines' })),
    ...parts.filter((part) => !main.includes(part)).map((part) => otherPart(part, main[0] as Part, hasHeader.isHeader)),
  ];
  const table = tableOf(main, hasHeader.isHeader, samples);
  const doubts = [...chosen.doubts, ...dialectDoubts(main.map(({ fit }) => fit)), ...hasHeader.doubts, ...table.doubts];
  return { table: { ...table, doubts }, others };
}

/** Throws with exit code 64, as a run does that is given the names of these columns. */
function refuseTooWide({ path, fit: { columns } }: Part): void {
  if (columns > MAX_COLUMNS) throw usage(`'${path}' has ${columns} columns, at most ${MAX_COLUMNS} are possible`);
}

function chosenFor(samples: readonly TextSample[]): Chosen | null {
  const chosen = chosenOf(candidatesFor(samples));
  if (chosen !== null && !isOfOneValue(chosen.candidate)) return chosen;
  const single = oneColumn(samples);
  return single === null ? chosen : single;
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
    return fitOf(sample, { ...dialect, isTrimmed: true }, SAMPLE_BYTES, 2);
  });
  return trimmed.every((fit) => fit !== null) ? trimmed : fits;
}

/** `known` are the names in the headers of all files; null where the files have no headers. */
function partOf(fit: Fit, { row }: HeaderVerdict, known: ReadonlySet<string> | null): Part {
  const { path, rows } = fit;
  const first = row === null ? (rows[0] as Row) : row;
  // a header alone, or one over texts, is known by the headers of other files
  const isNamed = known !== null && (row !== null || first.values.some((value) => known.has(comparable(value))));
  const names = isNamed ? namesOf(first, formatOf(specOf(fit.dialect))) : null;
  const isAgain = (values: readonly string[]) => isNamed && values.join('\0') === first.values.join('\0');
  const isOneLess = isNamed && row !== null && row === fit.shortFirst;
  return {
    path,
    fit,
    names,
    isOneLess,
    records: rows.map(({ values }) => values).filter((values) => !isAgain(values)),
  };
}

/** The files that make a table: with headers those that have one, else those with the commonest number of columns. */
function mainParts(parts: readonly Part[], hasHeader: boolean): readonly Part[] {
  if (hasHeader) return ofOneTable(parts);
  const counts = parts.map(({ fit }) => parts.filter((other) => other.fit.columns === fit.columns).length);
  const most = (parts[counts.indexOf(Math.max(...counts))] as Part).fit.columns;
  return parts.filter(({ fit }) => fit.columns === most);
}

/** The files with headers without those of other tables, which share few names with most of the files. */
function ofOneTable(parts: readonly Part[]): readonly Part[] {
  const named = parts.flatMap((part) =>
    part.names === null ? [] : [{ part, names: new Set(part.names.map(comparable)) }],
  );
  const alike = named.map(({ names }) => named.filter((other) => areOfOneTable(names, other.names)));
  const [most = []] = alike.sort((a, b) => b.length - a.length);
  return most.map(({ part }) => part);
}

/** Whether a header has half of the names of another, or more. */
function areOfOneTable(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const shared = [...some].filter((name) => others.has(name)).length;
  return shared * 2 >= Math.min(some.size, others.size);
}

function otherPart({ path, fit, names }: Part, main: Part, hasHeader: boolean): OtherFile {
  if (names !== null && hasHeader) return { path, why: `has a header of another table than '${main.path}'` };
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
    skipLines: isNamed && (parts[0] as Part).isOneLess ? 0 : fit.skipLines,
    bad: parts.reduce((sum, part) => sum + part.fit.tooBad, 0),
    shortest: shortestOf(parts),
    isUnion: naming.isUnion,
    doubts: [
      ...naming.doubts,
      ...(hasTrailing && !hasHeader ? [trailingDoubt()] : []),
      ...(fit.skipLines > 0 && !hasHeader ? [skippedDoubt(fit)] : []),
    ],
  };
}

function skippedDoubt({ skipLines, sectionHead }: Fit): Doubt {
  const are = `${counted(skipLines, 'line')} in front of the records ${skipLines === 1 ? 'is' : 'are'} skipped, as no record has their form`;
  if (sectionHead === null) return doubt('lines', are);
  const seems = `lines such as '${sectionHead.trim()}' seem to head the records behind them, which lack this value`;
  return doubt('lines', `${are}; ${seems}: write it into each record before a run`);
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
  const { dialect } = fits[0] as Fit;
  const { delimiter, quote } = dialect;
  if (delimiter === '\t') return 'tsv';
  if (delimiter !== ',' || quote === "'" || isEscapedText(dialect)) return 'delimited';
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
        const value = record[place];
        columns[column]?.push(value === undefined ? null : value);
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
