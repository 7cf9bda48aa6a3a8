/** The documents of this repository, and what is in them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { ROOT } from './command';

/** What installed packages brought along is not ours. */
const OF_OTHERS = ['**/{node_modules,.venv,.hadoop*,.versitygw}/**'];

export interface CodeBlock {
  /** What follows the fence; null of an indented block. */
  readonly language: string | null;
  readonly lines: readonly string[];
}

/** By their paths from the root. */
export function documents(): string[] {
  return globSync(['*.md', '{bin,assets,job,lib,test}/**/*.md'], { cwd: ROOT, ignore: OF_OTHERS }).sort();
}

export function readDocument(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}

const FENCED = /^```(.*)\n([\s\S]*?)^```\n/gm;

export function codeBlocks(text: string): CodeBlock[] {
  const fenced = [...text.matchAll(FENCED)].map(([, language = '', code = '']) => ({ language, lines: linesOf(code) }));
  const indented = [...text.replaceAll(FENCED, '').matchAll(/(?:^ {4}.*\n)+/gm)].map(([code]) => ({
    language: null,
    lines: linesOf(code).map((line) => line.slice(4)),
  }));
  return [...fenced, ...indented];
}

/** What stands between backticks outside of blocks. */
export function codeSpans(text: string): string[] {
  const prose = text.replaceAll(FENCED, '').replaceAll(/^ {4}.*\n/gm, '');
  return [...prose.matchAll(/(`+)(.+?)\1/g)].map(([, , code]) => code as string);
}

/** Cells of the rows of the table whose first heading is `heading`. */
export function tableRows(text: string, heading: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  if (start < 0) throw new Error(`no table has the heading '${heading}'`);
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
}

function linesOf(code: string): string[] {
  return code.split('\n').filter((line) => line.trim() !== '');
}
