/** The completion for fish. Pure. */

import type { CommandOutline, Offer, OptionOutline, ProgramOutline } from '../outline';

export function fishCompletion({ root, commands }: ProgramOutline): string {
  const lines = [
    '# The completion of dedup for fish: dedup completion fish > ~/.config/fish/completions/dedup.fish',
    'complete -c dedup -f',
    ...root.options.map((option) => `complete -c dedup -n __fish_use_subcommand ${optionWords(option)}`),
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ name, meaning, options, operands }: CommandOutline): string[] {
  const here = `complete -c dedup -n '__fish_seen_subcommand_from ${name}'`;
  const [operand] = operands;
  return [
    `complete -c dedup -n __fish_use_subcommand -a ${name} -d ${quoted(meaning)}`,
    ...(operand === undefined || operand.offer.kind === 'nothing' ? [] : [`${here} ${offered(operand.offer)}`]),
    ...options.map((option) => `${here} ${optionWords(option)}`),
  ];
}

function optionWords({ names, takesValue, offer, meaning }: OptionOutline): string {
  const spelled = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = takesValue ? ['-r', offered(offer)] : [];
  return [...spelled, ...value, '-d', quoted(meaning)].join(' ');
}

/** The words or files to offer for a value. Without `-f` fish would add files to the words. */
function offered(offer: Offer): string {
  if (offer.kind === 'words') return `-f -a ${quoted(offer.words.join(' '))}`;
  return offer.kind === 'files' ? '-F' : '-f';
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
