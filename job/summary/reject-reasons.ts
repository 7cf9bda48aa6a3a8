/** The reasons for which a record is bad, in words: one table for the terminal, the page and the README. Pure. */

import { counted, memorySize } from '../shared/figures';
import { MAX_JSON_DEPTH, MAX_LINE_BYTES } from '../shared/limits';
import type { RejectReason, SummaryOrder, SummarySpec } from './summary';

interface ReasonWords {
  /** What is wrong, as a sentence without a full stop. Backticks mark code. */
  readonly meaning: string;
  /** What is wrong, as it follows the number of the records. */
  counted(spec: SummarySpec): string;
}

const TYPES: Readonly<Record<SummaryOrder['type'], string>> = {
  int: 'an integer',
  text: 'a text',
  decimal: 'a decimal',
  timestamp: 'a time',
  rank: 'a stated value',
};

const LONGEST = memorySize(MAX_LINE_BYTES);

export const REJECT_REASON_WORDS: Readonly<Record<RejectReason, ReasonWords>> = {
  columns: {
    meaning: 'Not as many columns as the spec has',
    counted: ({ columns }) => `not of ${counted(columns.length, 'column')}`,
  },
  order: {
    meaning: 'A value to order by is empty, or not of its type',
    counted: ({ orderBy }) => `without ${orderBy.map(typeIn).join(' and ')}`,
  },
  'order-range': {
    meaning: 'A value to order by is an integer beyond 64 bits, or a decimal whose exponent is',
    counted: ({ orderBy }) => `with ${numbersIn(orderBy)}`,
  },
  length: {
    meaning: `The record is longer than ${LONGEST}`,
    counted: () => `longer than ${LONGEST}`,
  },
  quote: {
    meaning: 'Something other than a delimiter or the end of the line follows a closing quote',
    counted: () => 'with something behind a closing quote',
  },
  'open-quote': {
    meaning: `A quote is not closed within ${LONGEST}, or before the end of the file`,
    counted: () => 'with a quote that is not closed',
  },
  'open-escape': {
    meaning: 'The record ends with the byte of `--escape`, behind which there is nothing',
    counted: () => 'with an escape at the end',
  },
  json: {
    meaning: `The line is not one JSON object, or has more than ${MAX_JSON_DEPTH} levels of objects and arrays`,
    counted: () => 'that are not one JSON object',
  },
  key: {
    meaning:
      'In JSON, a name of the key is missing, or its value is an object, an array, or a number whose exponent is beyond 64 bits',
    counted: ({ key }) => `without a value for the key in ${key.map((name) => `'${name}'`).join(' and ')}`,
  },
};

function typeIn({ type, column }: SummaryOrder): string {
  return `${TYPES[type]} in '${column}'`;
}

function numbersIn(orderBy: readonly SummaryOrder[]): string {
  const words = { int: 'an integer', decimal: 'an exponent' } as const;
  const found = orderBy.flatMap(({ type, column }) =>
    type === 'int' || type === 'decimal' ? [`${words[type]} beyond 64 bits in '${column}'`] : [],
  );
  return found.join(' or ');
}
