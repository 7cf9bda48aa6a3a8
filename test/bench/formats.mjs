// The formats in which the records of the works are written, and the options that describe them to `dedup run`.
import { writeColons, writeOrdered, writePlain, writeQuoted } from './record-writers.mjs';

/**
 * @typedef {object} Format
 * @property {string} [title] the difference from the first works
 * @property {string} delimiter its bytes occur in quoted fields only
 * @property {string | null} quote a doubled quote in a quoted field is one quote
 * @property {readonly string[]} options of `dedup run`
 * @property {number} lineBytes the approximate length of a line
 * @property {import('./record-writers.mjs').RecordWriter} writeRecord
 *
 * @typedef {'plain' | 'quoted' | 'colons' | 'ordered'} FormatName
 */

/** @type {Readonly<Record<FormatName, Format>>} */
export const FORMATS = {
  plain: {
    delimiter: '^',
    quote: null,
    options: [],
    lineBytes: 38,
    writeRecord: writePlain,
  },
  quoted: {
    title: 'quoted CSV',
    delimiter: ',',
    quote: '"',
    options: ['--format', 'csv'],
    lineBytes: 43,
    writeRecord: writeQuoted,
  },
  colons: {
    title: '`::` between fields',
    delimiter: '::',
    quote: null,
    options: ['--delimiter', '::'],
    lineBytes: 41,
    writeRecord: writeColons,
  },
  ordered: {
    title: 'order by a timestamp and a number',
    delimiter: '^',
    quote: null,
    options: ['--columns', 'movie,user,rating,seen,seq', '--order-by', 'seen:timestamp,seq:int'],
    lineBytes: 58,
    writeRecord: writeOrdered,
  },
};
