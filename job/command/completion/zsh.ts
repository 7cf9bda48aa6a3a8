/** The completion for zsh. Pure. */

import type { CommandOutline, Offer, OptionOutline, ProgramOutline } from '../outline';

export function zshCompletion({ root, commands }: ProgramOutline): string {
  return `#compdef dedup
# The completion of dedup for zsh: eval "$(dedup completion zsh)", or a file _dedup in a folder of fpath
_dedup() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C \\
    ${[...root.options.map(optionSpec), "'1:command:->command'", "'*::word:->word'"].join(' \\\n    ')}
  case $state in
    command)
      local -a commands=(
${commands.map(({ name, meaning }) => `        ${quoted(`${name}:${meaning.replaceAll(':', '\\:')}`)}`).join('\n')}
      )
      _describe command commands
      ;;
    word)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _dedup ]]; then
  _dedup "$@"
else
  compdef _dedup dedup
fi
`;
}

function commandCase({ name, options, operands }: CommandOutline): string {
  const [operand] = operands;
  const rest = operand === undefined ? [] : [quoted(`*:${escaped(operand.name)}:${offered(operand.offer)}`)];
  return `        ${name})
          _arguments \\
            ${[...options.map(optionSpec), ...rest].join(' \\\n            ')}
          ;;`;
}

/**
 * An option's names for `_arguments`. Each name excludes the others, and itself, unless the option may be given
 * repeatedly.
 */
function optionSpec({ names, takesValue, isRepeatable, offer, meaning }: OptionOutline): string {
  const before = isRepeatable ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
  const value = takesValue ? `:value:${offered(offer)}` : '';
  const spelled = (name: string) => (takesValue && name.startsWith('--') ? `${name}=` : name);
  return names.map((name) => quoted(`${before}${spelled(name)}[${escaped(meaning)}]${value}`)).join(' ');
}

function offered(offer: Offer): string {
  if (offer.kind === 'words') return `(${offer.words.join(' ')})`;
  return offer.kind === 'files' ? '_files' : ' ';
}

function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
