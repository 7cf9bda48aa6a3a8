/** The manual page, for `man`. Pure. */

import { plain } from '../options/commander';
import { ENVIRONMENT_WORDS, EXIT_WORDS } from './exit-words';
import type { CommandOutline, OptionOutline, ProgramOutline } from './outline';

export function manualPage({ version, root, commands }: ProgramOutline): string {
  const lines = [
    `.TH DEDUP 1 "" "dedup ${version}" "User Commands"`,
    '.SH NAME',
    `dedup \\- ${text(root.meaning.replace(/^K/, 'k').replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    ...commands.flatMap(({ usage }) => [`.B ${text(usage)}`, '.br']),
    '.SH DESCRIPTION',
    'The commands are described below, each with its options.',
    'README.md of the package has the promises and the limits, and job/README.md the forms of input and output.',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...EXIT_WORDS.flatMap(([code, meaning]) => entry(code, sentence(plain(meaning)))),
    'The codes from 64 to 78 are those of sysexits.h. The last line on standard error says why a command failed.',
    '.SH ENVIRONMENT',
    ...ENVIRONMENT_WORDS.flatMap(([name, meaning]) => entry(name, sentence(plain(meaning)))),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ usage, meaning, operands, options, examples }: CommandOutline): string[] {
  const groups = byHeading(options);
  return [
    `.SS ${text(usage)}`,
    `${text(sentence(meaning))}`,
    ...operands.flatMap((operand) => entry(operand.name, sentence(operand.meaning))),
    ...[...groups].flatMap(([heading, options]) => [
      ...headingLines(heading, groups.size),
      ...options.flatMap(optionLines),
    ]),
    ...(examples.length === 0 ? [] : ['.P', 'Examples:']),
    ...examples.flatMap(({ line, meaning }) => [
      '.P',
      text(`${sentence(meaning)}`),
      '.P',
      '.RS',
      '.EX',
      text(line),
      '.EE',
      '.RE',
    ]),
  ];
}

function byHeading(options: readonly OptionOutline[]): ReadonlyMap<string, readonly OptionOutline[]> {
  const headings = new Set(options.map(({ group }) => group));
  return new Map([...headings].map((heading) => [heading, options.filter(({ group }) => group === heading)]));
}

/** A heading helps only where there are several. */
function headingLines(heading: string, headings: number): string[] {
  return headings < 2 ? [] : ['.P', `.I ${text(heading)}`];
}

function optionLines({ names, flags, meaning, more }: OptionOutline): string[] {
  const value = flags.slice(flags.indexOf(names.at(-1) as string) + (names.at(-1) as string).length);
  return entry(`${names.join(', ')}${value}`, [sentence(meaning), more].join(' ').trimEnd());
}

function entry(name: string, meaning: string): string[] {
  return ['.TP', `.B ${text(name)}`, text(meaning)];
}

function sentence(meaning: string): string {
  const capital = /^[a-z]+[ ,;:]/.test(meaning) ? `${meaning[0]?.toUpperCase()}${meaning.slice(1)}` : meaning;
  return capital.endsWith('.') ? capital : `${capital}.`;
}

/** Escapes the characters that troff would show as others, or would take for requests. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('…', '...')
    .replace(/^[.']/, '\\&$&');
}
