/**
 * Templates of lines. Most lines of a file have the same members in the same order, and differ in their values alone. A
 * template is all the text of a line but its strings, numbers and literals: names, braces, colons, blanks, and the ending
 * of the line. Lines that follow a template are read faster than others (follow.ts), and are kept without its text
 * (packed.ts). Templates are learned from lines that were checked in full (learn.ts).
 *
 * The templates of a worker form a tree, since many begin alike. A node is the text before a value, or the text at the end
 * of the line. It has 64 bytes:
 *
 *      0  16 bytes  the first bytes of the text     16  16 bytes  a mask of those that belong to it
 *     32  u32  the length of the text               36  u32  the address of the text
 *     40  u32  the first node behind the value      44  u32  the next node that may stand in the place of this one
 *     48  i32  the number of the value (table.ts), or -1
 *     52  u32  the number of the template if the text ends a line, otherwise 0
 *     56  u32  the length of the text without the ending of the line, if it ends one
 *
 * A template has 256 bytes: u32 number of its nodes, u32 length of its line without the values, and the u32 nodes.
 * Workers read each other's templates after all have learned, but follow only their own ones.
 */

import { copyLoosely } from '../bytes/bytes';

/** The sizes of a worker's room, as in job/kernel/layout.ts: the first node, templates, nodes, texts, a packed line. */
const ROOT_BYTES: usize = 64;
export const TEMPLATES: u32 = 32;
const TEMPLATE_BYTES_LOG2: u32 = 8;
export const MOST_NODES_OF_TEMPLATE: u32 = 62;
export const NODES: u32 = 256;
const NODE_BYTES_LOG2: u32 = 6;
export const TEXTS_BYTES: u32 = 16 << 10;
const SLACK_BYTES: usize = 64;
export const PACKED_BYTES: usize = 64 << 10;

/** The room of the first worker, and the distance from one worker's room to the next one's. */
let firstRoom: usize = 0;
let stride: usize = 0;

/** The address of the u32 address of the first node. */
export let root: usize = 0;
let nodes: usize = 0;
export let texts: usize = 0;
/** Room for the packed form of the present line. */
export let packedLine: usize = 0;
/** The number of this worker's first template. */
export let firstNumber: u32 = 0;

export function placeTemplates(first: usize, between: usize, worker: u32): void {
  firstRoom = first;
  stride = between;
  firstNumber = worker * TEMPLATES + 1;
  root = first + (worker as usize) * between;
  nodes = root + ROOT_BYTES + ((TEMPLATES as usize) << TEMPLATE_BYTES_LOG2);
  texts = nodes + ((NODES as usize) << NODE_BYTES_LOG2);
  packedLine = texts + (TEXTS_BYTES as usize) + SLACK_BYTES;
  store<u32>(root, 0);
}

export function nodeAt(index: u32): usize {
  return nodes + ((index as usize) << NODE_BYTES_LOG2);
}
export function textBytesOf(node: usize): u32 {
  return load<u32>(node, 32);
}
export function textOf(node: usize): usize {
  return load<u32>(node, 36) as usize;
}
export function behindLink(node: usize): usize {
  return node + 40;
}
export function siblingLink(node: usize): usize {
  return node + 44;
}
export function nodeOfLink(link: usize): usize {
  return load<u32>(link) as usize;
}
export function valueNumberOf(node: usize): i32 {
  return load<i32>(node, 48);
}
export function templateOf(node: usize): u32 {
  return load<u32>(node, 52);
}
export function lineBytesOf(node: usize): u32 {
  return load<u32>(node, 56);
}

export function templateAt(number: u32): usize {
  const worker = (number - 1) / TEMPLATES;
  const index = (number - 1) % TEMPLATES;
  return firstRoom + (worker as usize) * stride + ROOT_BYTES + ((index as usize) << TEMPLATE_BYTES_LOG2);
}
export function nodesOf(template: usize): u32 {
  return load<u32>(template);
}
export function textBytesOfAll(template: usize): u32 {
  return load<u32>(template, 4);
}
/** The address of the u32 address of the node with this number. */
export function nodeLink(template: usize, number: u32): usize {
  return template + 8 + ((number as usize) << 2);
}

/** Writes the node of the text in from .. from + bytes, which is copied to `text`, before the value of this number. */
export function storeNode(node: usize, from: usize, bytes: u32, text: usize, number: i32): void {
  const indexes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  copyLoosely(text, from, bytes);
  v128.store(node, v128.load(from));
  v128.store(node, i8x16.lt_u(indexes, i8x16.splat(min<u32>(bytes, 16) as i8)), 16);
  store<u32>(node, bytes, 32);
  store<u32>(node, text as u32, 36);
  store<u32>(behindLink(node), 0);
  store<u32>(siblingLink(node), 0);
  store<i32>(node, number, 48);
  store<u32>(node, 0, 52);
}

/** Ends a template at a node, of whose text `lineBytes` bytes belong to the line. The lengths are those of the whole line. */
export function storeTemplate(number: u32, nodeCount: u32, textBytes: u32, lastNode: usize, lineBytes: u32): void {
  const template = templateAt(number);
  store<u32>(template, nodeCount);
  store<u32>(template, textBytes, 4);
  store<u32>(lastNode, number, 52);
  store<u32>(lastNode, lineBytes, 56);
}
