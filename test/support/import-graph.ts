/** The graph of imports between source files, and its circles. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The targets of the edges of each node. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const SOURCE = /\.(ts|mjs)$/;
const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^'?]+)(?:\?inline)?'/g;

/** The imports between source files below some folders, dynamic ones and types too. Paths are relative to the root. */
export function importsBelow(root: string, folders: readonly string[]): Graph {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((name) => SOURCE.test(name) && !name.endsWith('.d.ts')),
  );
  return new Map(files.map((file) => [file, new Set(importsOf(root, file))]));
}

function importsOf(root: string, file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return Array.from(text.matchAll(IMPORT), ([, name]) => path.join(path.dirname(file), name as string)).flatMap(
    (target) => [target, `${target}.ts`].filter((each) => SOURCE.test(each) && existsSync(path.join(root, each))),
  );
}

/** The imports between the folders of the files. */
export function folderGraph(files: Graph): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of files) {
    const own = path.dirname(file);
    const led = folders.get(own) ?? new Set();
    folders.set(own, led);
    for (const target of targets) if (path.dirname(target) !== own) led.add(path.dirname(target));
  }
  return folders;
}

/** One circle, such as `a -> b -> a`, for each group of nodes that reach each other: the shortest from the first. */
export function circlesIn(graph: Graph): string[] {
  const seen = new Set<string>();
  const circles: string[] = [];
  for (const node of [...graph.keys()].sort()) {
    const circle = seen.has(node) ? null : shortestCircle(graph, node);
    if (circle === null) continue;
    for (const each of groupOf(graph, node)) seen.add(each);
    circles.push([...circle, node].join(' -> '));
  }
  return circles;
}

/** The nodes that are reachable from a node and from which the node is reachable. */
export function groupOf(graph: Graph, node: string): string[] {
  return [...reachable(graph, node)].filter((each) => reachable(graph, each).has(node)).sort();
}

function shortestCircle(graph: Graph, start: string): string[] | null {
  const paths: string[][] = [[start]];
  const seen = new Set<string>();
  for (let at = 0; at < paths.length; at++) {
    const taken = paths[at] as string[];
    for (const next of graph.get(taken.at(-1) as string) ?? []) {
      if (next === start) return taken;
      if (!seen.has(next)) paths.push([...taken, next]);
      seen.add(next);
    }
  }
  return null;
}

function reachable(graph: Graph, start: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of graph.get(node) ?? []) {
      if (!found.has(next)) open.push(next);
      found.add(next);
    }
  }
  return found;
}
