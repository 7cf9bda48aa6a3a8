import { byte, names } from '../parsing/parsers';
import type { OptionTable } from './option-table';

/** The options for what a record is, and which of two records is the latest. */
export const RECORD_OPTIONS = {
  columns: {
    value: 'names',
    parser: names,
    default: 'movie,user,rating,timestamp',
    meaning: 'the names of the columns, in order',
    more: 'A record has exactly as many columns as there are names.',
    setting: 'columns',
  },
  key: {
    value: 'names',
    parser: names,
    default: 'movie,user',
    meaning: 'the columns that make the key, in any order',
    setting: 'key',
  },
  orderBy: {
    value: 'column[:type]',
    default: 'timestamp:int',
    meaning: 'the column whose greatest value is the latest, of type `int` or `text`',
    more: 'Text is compared byte by byte. Of records with equal values the greater line is kept, byte by byte.',
    setting: 'orderBy',
  },
  delimiter: {
    value: 'byte',
    parser: byte,
    default: '^',
    meaning: 'the byte between two columns; `\\t` and `\\xHH` are understood',
    setting: 'delimiter',
  },
} as const satisfies OptionTable;
