const SAID_FOR_MS = 2000;

/**
 * Adds a copy button to every block marked `data-copy`. The script adds it, so that no dead button is shown without
 * scripts.
 */
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
    // The browser does not allow copying, so the block is selected: one keystroke copies it.
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
