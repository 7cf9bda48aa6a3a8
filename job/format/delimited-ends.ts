/** The ways to find where records of delimited text begin and end: without quotes and escapes, with quotes, with escapes. Pure. */

import { isEscapedText, type Spec } from '../options/spec';
import { type EscapedDialect, endOfEscapedFrom, firstEscaped, overlongEscaped } from './escaped-ends';
import { likeliestFirst } from './first-record';
import type { Format } from './format';
import { endOfLine } from './lines';
import { endOfQuotedFrom, overlongQuoted } from './record-ends';
import { type QuotedDialect, quotedDialect } from './record-walk';

/** As the members of a format. */
export type DelimitedEnds = Pick<Format, 'guessesStarts' | 'firstRecord' | 'endOfRecord' | 'overlong'>;

export function delimitedEnds(spec: Spec): DelimitedEnds {
  const { comment } = spec.reading;
  if (isEscapedText(spec)) {
    const escaped = {
      dialect: spec,
      escape: (spec.escape as string).charCodeAt(0),
      comment: comment === null ? null : Buffer.from(comment, 'latin1'),
    };
    return escapedEnds(escaped, Number(spec.hasTrailingDelimiter));
  }
  const quoted = quotedDialect(spec, comment);
  return quoted === null ? PLAIN_ENDS : quotedEnds(quoted, Number(spec.hasTrailingDelimiter));
}

/** Every newline ends a record, whatever is before it. So a record certainly begins behind the first newline. */
const PLAIN_ENDS: DelimitedEnds = {
  guessesStarts: false,
  firstRecord: (bytes) => endOfLine(bytes, 0),
  endOfRecord: endOfLine,
  overlong: () => ({ reason: 'length' }),
};

/** `more` is how many fields the delimiter at the end of a line makes, which are empty. */
function quotedEnds(quoted: QuotedDialect, more: number): DelimitedEnds {
  return {
    guessesStarts: true,
    firstRecord: (bytes, columns, isAll) => likeliestFirst(bytes, columns + more, isAll, quoted),
    endOfRecord: (bytes, from) => endOfQuotedFrom(bytes, from, quoted),
    overlong: (bytes) => overlongQuoted(bytes, quoted),
  };
}

function escapedEnds(escaped: EscapedDialect, more: number): DelimitedEnds {
  return {
    guessesStarts: true,
    firstRecord: (bytes, columns, isAll) => firstEscaped(bytes, columns + more, isAll, escaped),
    endOfRecord: (bytes, from) => endOfEscapedFrom(bytes, from, escaped),
    overlong: (bytes) => overlongEscaped(bytes, escaped),
  };
}
