// The formats in which the records of the works are written, and the options that describe them to `dedup run`.
import { writeColons, writeJson, writeOrdered, writePlain, writeQuoted } from './record-writers.mjs';

/**
 * @typedef {object} Format
 * @property {string} [title] the difference from the first works
 * @property {'fields' | 'objects'} kind whether a record is fields with delimiters between them, or a JSON object
 * @property {string} delimiter its bytes occur in quoted fields only; '' between no fields
 * @property {string | null} quote a doubled quote in a quoted field is one quote
 * @property {readonly string[]} options of `dedup run`
 * @property {number} lineBytes the approximate length of a line
 * @property {import('./record-writers.mjs').RecordWriter} writeRecord
 *
 * @typedef {'plain' | 'quoted' | 'colons' | 'ordered' | 'json'} FormatName
 */

/** @type {Readonly<Record<FormatName, Format>>} */
export const FORMATS = {
  plain: {
    kind: 'fields',
    delimiter: '^',
    quote: null,
    options: [],
    lineBytes: 38,
    writeRecord: writePlain,
  },
  quoted: {
    title: 'quoted CSV',
    kind: 'fields',
    delimiter: ',',
    quote: '"',
    options: ['--format', 'csv'],
    lineBytes: 43,
    writeRecord: writeQuoted,
  },
  colons: {
    title: '`::` between fields',
    kind: 'fields',
    delimiter: '::',
    quote: null,
    options: ['--delimiter', '::'],
    lineBytes: 41,
    writeRecord: writeColons,
  },
  ordered: {
    title: 'order by a timestamp and a number',
    kind: 'fields',
    delimiter: '^',
    quote: null,
    options: ['--columns', 'movie,user,rating,seen,seq', '--order-by', 'seen:timestamp,seq:int'],
    lineBytes: 58,
    writeRecord: writeOrdered,
  },
  json: {
    title: 'JSON Lines',
    kind: 'objects',
    delimiter: '',
    quote: null,
    options: ['--format', 'json'],
    lineBytes: 80,
    writeRecord: writeJson,
  },
};
