/** The manual page, for `man`. Pure. */

import { EXIT } from '../shared/exit';
import type { CommandOutline, OptionOutline, ProgramOutline } from './outline';

const STATUS = [
  [String(EXIT.done), 'The command did what it was asked for.'],
  [
    String(EXIT.no),
    'The command did its work, and the answer is no: the outputs differ (diff), or a key is absent (explain).',
  ],
  ['other', 'The command failed; the last line on standard error says why. The numbers are those of sysexits.h.'],
  [String(EXIT.timedOut), 'A time limit is over.'],
  ['128 + n', 'The signal n ended the command, which changed nothing.'],
] as const;

const ENVIRONMENT = [
  ['DEBUG', 'With any value, an error is printed with its stack.'],
  ['NO_COLOR', 'With any value nothing is coloured, also on a terminal.'],
  ['AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL', 'As the AWS SDK understands them, for places in S3.'],
] as const;

export function manualPage({ version, root, commands }: ProgramOutline): string {
  const lines = [
    `.TH DEDUP 1 "" "dedup ${version}" "User Commands"`,
    '.SH NAME',
    `dedup \\- ${text(root.meaning.replace(/^K/, 'k').replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    ...commands.flatMap(({ usage }) => [`.B ${text(usage)}`, '.br']),
    '.SH DESCRIPTION',
    'The commands are described below, each with its options.',
    'README.md of the package has the promises and the limits.',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...STATUS.flatMap(([code, meaning]) => entry(code, meaning)),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => entry(name, meaning)),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ usage, meaning, operands, options, examples }: CommandOutline): string[] {
  return [
    `.SS ${text(usage)}`,
    `${text(sentence(meaning))}`,
    ...operands.flatMap((operand) => entry(operand.name, sentence(operand.meaning))),
    ...options.flatMap(optionLines),
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
