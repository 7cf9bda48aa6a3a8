/**
 * Whether bytes are one JSON object, by other means than the kernel's: a decoder that refuses what is no UTF-8, and
 * JSON.parse, which takes half of a surrogate pair in an escape, and any depth.
 */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const MOST_LEVELS = 1024;

export function isStrictObject(bytes: Uint8Array): boolean {
  try {
    const text = decoder.decode(bytes);
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) && isWhole(text) && isShallow(text);
  } catch {
    return false;
  }
}

/** Whether each escape of half a surrogate pair is followed by the other half. */
function isWhole(text: string): boolean {
  const units = text.replace(/\\[^u]/g, '').replace(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}/gi, '');
  return !/\\ud[89a-f]/i.test(units);
}

/** Whether no more levels are open at a time than the format takes. The text is good JSON otherwise. */
function isShallow(text: string): boolean {
  let levels = 0;
  for (const [mark] of text.replace(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/[[\]{}]/g)) {
    levels += mark === '{' || mark === '[' ? 1 : -1;
    if (levels > MOST_LEVELS) return false;
  }
  return true;
}
