/** Parsers of the options that are passed on to Hadoop. */

import { isEssential } from './essential-properties';
import type { Parser } from './parsers';
import { maskedProperty } from './secret-properties';
import { usage } from './usage';

export const queueName: Parser<string> = {
  form: 'text',
  parse(flag, text) {
    if (/^[\w.-]+$/.test(text)) return text;
    throw usage(`${flag} '${text}' is no name of a queue, expected letters, digits, '.', '-' and '_'`);
  },
};

/** `name=value`. */
export const property: Parser<string> = {
  form: 'text',
  parse(flag, text) {
    const [name = ''] = text.split('=');
    const shown = `${flag} '${maskedProperty(text)}'`;
    if (isEssential(name)) throw usage(`${shown} cannot be set: a run sets ${name} itself and relies on its value`);
    if (/^[^=\s,]+=/.test(text)) return text;
    throw usage(`${shown} is no property, expected name=value, for example mapreduce.job.priority=HIGH`);
  },
};
