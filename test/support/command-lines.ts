/** The command lines that documents show. */

import { codeBlocks, codeSpans } from './documents';

/** Programs whose names begin a command line. Other code of a document is no command. */
const PROGRAM =
  /^(\$ |\.\/)?(dedup|node|npm|npx|aws|gh|git|sudo|python3?|pip|man|sort|eval|bash|sh|curl|mvn|java)(?= |$)/;

/** The name of a program or command, with options but without their values: it is spoken of and not typed. */
const NAME =
  /^(dedup( [a-z]+)?( --[a-z-]+)*|npm (start|test|pack|run [a-z-]+|install -g)|aws [a-z]+ [a-z-]+|[a-z0-9]+)$/;

/** A form to be filled in, or several words of which one is typed. */
const PLACEHOLDER = /<[^>]+>|…|[a-z]\|[a-z]/;

/** Blocks for a shell are marked so. */
const SHELL = 'sh';

/** Lines of the document's blocks, then those in its sentences, without comments and without the `&&` at their end. */
export function commandLines(text: string): string[] {
  const blocks = codeBlocks(text).filter(({ language }) => language === SHELL);
  const spans = codeSpans(text).filter((span) => PROGRAM.test(span) && !NAME.test(span) && !PLACEHOLDER.test(span));
  return [...blocks.flatMap(({ lines }) => lines.map(withoutComment)), ...spans];
}

/** Names of commands and forms: `dedup wait --submitted <file>`. */
export function namedCommands(text: string): string[] {
  return codeSpans(text).filter((span) => PROGRAM.test(span) && (NAME.test(span) || PLACEHOLDER.test(span)));
}

/** Lines that would be commands, in blocks that are not marked as such. */
export function hiddenCommandLines(text: string): string[] {
  const others = codeBlocks(text).filter(({ language }) => language !== SHELL);
  return others.flatMap(({ lines }) => lines.filter((line) => PROGRAM.test(line)));
}

function withoutComment(line: string): string {
  return line.replace(/\s+# .*$/, '').replace(/\s*&&$/, '');
}
