const SAID_FOR_MS = 2000;

/** A copy button for every block marked `data-copy`: made here, so that there is none where no script runs. */
export function mountCopyButtons(): void {
  for (const block of document.querySelectorAll<HTMLElement>('[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      copy(block).then((copied) => say(button, copied ? 'Copied' : 'Selected'));
    });
    block.before(button);
  }
}

async function copy(block: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(block.textContent ?? '');
    return true;
  } catch {
    // Not allowed here: leave it selected, one keystroke from copied.
    getSelection()?.selectAllChildren(block);
    return false;
  }
}

function say(button: HTMLElement, word: string): void {
  button.textContent = word;
  setTimeout(() => {
    button.textContent = 'Copy';
  }, SAID_FOR_MS);
}
