/** Reads a line as one JSON object by RFC 8259, in full. No function calls itself, whatever the nesting. Pure. */

import { MAX_JSON_DEPTH } from '../../shared/limits';
import { type JsonFault, readNumber, readString } from './text';

export type ScalarKind = 'string' | 'number' | 'true' | 'false' | 'null';
export type NestedKind = 'object' | 'array';

/** Is told the members and values of an object in their order. Strings have one character for each byte. */
export interface JsonVisitor {
  /** A name, without its escapes. Its value follows. */
  name(name: string): void;
  /** `text` is a string without its escapes, or a number as it stands. */
  scalar(kind: ScalarKind, text: string): void;
  open(kind: NestedKind): void;
  /** Closes the innermost object or array. */
  close(): void;
}

const BLANKS = /[ \t\r\n]*/y;
const WORD = /true|false|null/y;

/** What may follow in the line. */
type State = 'first-name' | 'name' | 'first-value' | 'value' | 'behind';

const EXPECTED_NAME = 'a name in double quotes';

/** Whether a line has no record: it is empty, or has JSON's blanks alone. */
export function isBlankLine(line: string): boolean {
  return behindBlanks(line, 0) === line.length;
}

/** Walks through a line from its first byte on. Returns null where it is one JSON object. */
export function walkJson(line: string, visitor: JsonVisitor): JsonFault | null {
  return new Walk(line, visitor).toEnd();
}

class Walk {
  private at = 0;
  private state: State = 'value';
  /** The objects and arrays that are open, the innermost last. */
  private readonly opened: NestedKind[] = [];

  constructor(
    private readonly line: string,
    private readonly visitor: JsonVisitor,
  ) {}

  toEnd(): JsonFault | null {
    this.skipBlanks();
    if (this.line[this.at] !== '{') return this.expected("'{', which begins an object");
    let fault = this.open('object', 'first-name');
    while (fault === null && this.opened.length > 0) {
      this.skipBlanks();
      fault = this.step();
    }
    if (fault !== null) return fault;
    this.skipBlanks();
    return this.at === this.line.length ? null : this.expected('the end of the line behind the object');
  }

  private step(): JsonFault | null {
    switch (this.state) {
      case 'first-name':
        return this.line[this.at] === '}' ? this.close() : this.takeName(`${EXPECTED_NAME}, or '}'`);
      case 'name':
        return this.takeName(EXPECTED_NAME);
      case 'first-value':
        return this.line[this.at] === ']' ? this.close() : this.takeValue("a value, or ']'");
      case 'value':
        return this.takeValue('a value');
      case 'behind':
        return this.takeBehind();
    }
  }

  /** Takes a name and the colon behind it. */
  private takeName(expected: string): JsonFault | null {
    if (this.line[this.at] !== '"') return this.expected(expected);
    const found = readString(this.line, this.at);
    if ('expected' in found) return found;
    this.at = found.end;
    this.skipBlanks();
    if (this.line[this.at] !== ':') return this.expected("':'");
    this.visitor.name(found.text);
    return this.to(this.at + 1, 'value');
  }

  private takeValue(expected: string): JsonFault | null {
    const byte = this.line.charAt(this.at);
    if (byte === '{') return this.open('object', 'first-name');
    if (byte === '[') return this.open('array', 'first-value');
    if (byte === '"') return this.takeToken('string', readString(this.line, this.at));
    if (/[-\d]/.test(byte)) return this.takeToken('number', readNumber(this.line, this.at));
    WORD.lastIndex = this.at;
    const [word] = (WORD.exec(this.line) || []) as unknown as readonly ['true' | 'false' | 'null' | undefined];
    if (word === undefined) return this.expected(expected);
    this.visitor.scalar(word, word);
    return this.to(this.at + word.length, 'behind');
  }

  private takeToken(kind: 'string' | 'number', found: ReturnType<typeof readString>): JsonFault | null {
    if ('expected' in found) return found;
    this.visitor.scalar(kind, found.text);
    return this.to(found.end, 'behind');
  }

  /** Takes the comma or the bracket behind a value. */
  private takeBehind(): JsonFault | null {
    const isObject = this.opened.at(-1) === 'object';
    const closing = isObject ? '}' : ']';
    const byte = this.line[this.at];
    if (byte === closing) return this.close();
    return byte === ',' ? this.to(this.at + 1, isObject ? 'name' : 'value') : this.expected(`',' or '${closing}'`);
  }

  private open(kind: NestedKind, state: State): JsonFault | null {
    if (this.opened.length === MAX_JSON_DEPTH) return this.expected(`at most ${MAX_JSON_DEPTH} levels of nesting`);
    this.opened.push(kind);
    this.visitor.open(kind);
    return this.to(this.at + 1, state);
  }

  private close(): null {
    this.opened.pop();
    this.visitor.close();
    return this.to(this.at + 1, 'behind');
  }

  private to(at: number, state: State): null {
    this.at = at;
    this.state = state;
    return null;
  }

  private skipBlanks(): void {
    this.at = behindBlanks(this.line, this.at);
  }

  private expected(expected: string): JsonFault {
    return { at: this.at, expected };
  }
}

function behindBlanks(line: string, from: number): number {
  BLANKS.lastIndex = from;
  return from + (BLANKS.exec(line) || [''])[0].length;
}
