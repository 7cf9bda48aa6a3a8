/**
 * The completion for bash, from version 3.2 on, which is that of macOS. The script starts no program: it contains all
 * words. Bash splits `--key=value` into three words, so the script looks for `=` among the words before the one that is
 * completed. Pure.
 */

import type { CommandOutline, Offer, ProgramOutline } from '../outline';

export function bashCompletion({ root, commands }: ProgramOutline): string {
  return `# The completion of dedup for bash: eval "$(dedup completion bash)"
_dedup_words() {
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$2")
}

_dedup_files() {
  type compopt >/dev/null 2>&1 && compopt -o filenames
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$1")
}

_dedup() {
  local word current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD == 1)); then
    _dedup_words '${[...commands.map(({ name }) => name), ...namesOf(root)].join(' ')}' "$current"
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case \${COMP_WORDS[1]} in
${commands.map(wordCase).join('\n')}
  esac
}

complete -F _dedup dedup
`;
}

function namesOf({ options }: CommandOutline): string[] {
  return options.flatMap(({ names }) => names);
}

/** The cases for the values of options. Options that offer the same words share a case. */
function valueCases({ name, options }: CommandOutline): string[] {
  const byWords = new Map<string, string[]>();
  for (const { names, offer } of options.filter(({ takesValue }) => takesValue)) {
    const words = offered(offer);
    const before = byWords.get(words) ?? [];
    byWords.set(words, [...before, ...names.map((each) => `'${name} ${each}'`)]);
  }
  return [...byWords].map(([words, patterns]) => `    ${patterns.join(' | ')}) ${words}; return ;;`);
}

/** The case for any other word of a command. */
function wordCase(command: CommandOutline): string {
  const [operand] = command.operands;
  const others = operand === undefined ? ':' : offered(operand.offer);
  return `    ${command.name})
      case $current in
        -*) _dedup_words '${namesOf(command).join(' ')}' "$current" ;;
        *) ${others} ;;
      esac
      ;;`;
}

function offered(offer: Offer): string {
  if (offer.kind === 'words') return `_dedup_words '${offer.words.join(' ')}' "$current"`;
  return offer.kind === 'files' ? '_dedup_files "$current"' : ':';
}
