/** Learns templates (templates.ts) from good lines that follow none. */

import { compareBytes } from '../bytes/bytes';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipBlanks,
} from './characters';
import { behindScalar } from './scalars';
import { closingQuote } from './strings';
import {
  behindLink,
  firstNumber,
  MOST_NODES_OF_TEMPLATE,
  NODES,
  nodeAt,
  nodeLink,
  nodeOfLink,
  root,
  siblingLink,
  storeNode,
  storeTemplate,
  TEMPLATES,
  TEXTS_BYTES,
  templateAt,
  templateOf,
  textBytesOf,
  textOf,
  texts,
} from './templates';
import { areLearnable, numberOfValueAt } from './values';

/** The most nodes that may stand in one place, because a line is compared with one after the other. */
const MOST_SIBLINGS: u32 = 8;

/** How many more lines are looked at: enough for all nodes, and few beside the lines of a large file. */
let linesLeft: u32 = 2048;
let templateCount: u32 = 0;
let nodeCount: u32 = 0;
let textBytes: u32 = 0;

/**
 * Learns the template of the line in start .. end, which is a good object whose values were just noted. Its newline is
 * the byte before `behind`. Each value has the number that it was noted with. In a later line the text before the value
 * has to tell this number, so nothing is learned from a line that names a value twice.
 */
export function learn(start: usize, end: usize, behind: usize): void {
  if (linesLeft === 0 || templateCount === TEMPLATES) return;
  linesLeft--;
  if (!areLearnable()) return;
  const template = templateAt(firstNumber + templateCount);
  let link = root;
  let from = start;
  let bytes: u32 = 0;
  for (let i: u32 = 0; i < MOST_NODES_OF_TEMPLATE; i++) {
    const at = nextValue(from);
    const isLast = (load<u8>(at) as u32) === NEWLINE;
    const node = nodeIn(link, from, isLast ? behind : at);
    if (node === 0) return;
    store<u32>(nodeLink(template, i), node as u32);
    if (isLast) {
      // a line whose template is known did not follow it for its long values
      if (templateOf(node) !== 0) return;
      const rest = (end - from) as u32;
      storeTemplate(firstNumber + templateCount++, i + 1, bytes + rest, node, rest);
      return;
    }
    bytes += (at - from) as u32;
    link = behindLink(node);
    from = behindScalar(at);
  }
}

/** The address of the first value from `at` on, or of the newline. A string with a colon behind it is a name. */
function nextValue(at: usize): usize {
  while (true) {
    at = skipBlanks(at);
    const byte = load<u8>(at) as u32;
    if (byte === QUOTE) {
      const colon = skipBlanks(closingQuote(at + 1) + 1);
      if ((load<u8>(colon) as u32) !== COLON) return at;
      at = colon + 1;
    } else if (isStructural(byte)) {
      at++;
    } else {
      return at;
    }
  }
}

function isStructural(byte: u32): bool {
  return (
    byte === COMMA || byte === OPEN_BRACE || byte === CLOSE_BRACE || byte === OPEN_BRACKET || byte === CLOSE_BRACKET
  );
}

/** The node for the text in from .. to that `link` leads to, which may be a new one. Returns 0 if there is no room for it. */
function nodeIn(link: usize, from: usize, to: usize): usize {
  const bytes = (to - from) as u32;
  let siblings: u32 = 0;
  for (let node = nodeOfLink(link); node !== 0; node = nodeOfLink(link)) {
    if (compareBytes(textOf(node), textBytesOf(node), from, bytes) === 0) return node;
    if (++siblings === MOST_SIBLINGS) return 0;
    link = siblingLink(node);
  }
  if (nodeCount === NODES || bytes > TEXTS_BYTES - textBytes) return 0;
  const node = nodeAt(nodeCount++);
  storeNode(node, from, bytes, texts + (textBytes as usize), numberOfValueAt(to));
  textBytes += bytes;
  store<u32>(link, node as u32);
  return node;
}
