/** The values that an object has at some paths. Pure. */

import type { JsonFault } from './text';
import { type JsonVisitor, type NestedKind, type ScalarKind, walkJson } from './walk';

/** A value. Strings have one character for each byte. */
export interface JsonValue {
  readonly kind: ScalarKind | NestedKind;
  /** A string without its escapes, or a scalar as it stands; '' for an object or array. */
  readonly text: string;
}

/** A name on the way to a value, or the value's own. */
interface PathNode {
  readonly members: Map<string, PathNode>;
  /** The numbers of the paths that end here; equal paths may stand in several columns. */
  readonly columns: number[];
}

/** Reads the members at `paths`, whose names are in UTF-8 with one character for each byte. */
export class MemberReader {
  private readonly root = newNode();

  constructor(private readonly paths: readonly (readonly string[])[]) {
    for (const [column, names] of paths.entries()) {
      let node = this.root;
      for (const name of names) {
        const found = node.members.get(name);
        const next = found === undefined ? newNode() : found;
        node.members.set(name, next);
        node = next;
      }
      node.columns.push(column);
    }
  }

  /** The value at each path, null for a missing one; or where the line is no JSON object. */
  read(line: string): readonly (JsonValue | null)[] | JsonFault {
    const taken = new TakenMembers(this.root, this.paths.length);
    const fault = walkJson(line, taken);
    return fault === null ? taken.values : fault;
  }
}

class TakenMembers implements JsonVisitor {
  readonly values: (JsonValue | null)[];
  /** The nodes of the objects and arrays that are open; null where no path leads into one. */
  private readonly opened: (PathNode | null)[] = [];
  /** The node of the value that follows; null where no path leads to it. */
  private next: PathNode | null;

  constructor(root: PathNode, paths: number) {
    this.values = Array(paths).fill(null);
    this.next = root;
  }

  name(name: string): void {
    const within = this.opened.at(-1) as PathNode | null;
    const node = within === null ? undefined : within.members.get(name);
    this.next = node === undefined ? null : node;
    // of a name that stands twice the last member counts, with all that it has
    if (this.next !== null) this.forget(this.next);
  }

  scalar(kind: ScalarKind, text: string): void {
    this.take({ kind, text });
  }

  open(kind: NestedKind): void {
    const node = this.next;
    this.take({ kind, text: '' });
    this.opened.push(kind === 'object' ? node : null);
  }

  close(): void {
    this.opened.pop();
  }

  private take(value: JsonValue): void {
    if (this.next !== null) this.set(this.next, value);
    this.next = null;
  }

  private forget(node: PathNode): void {
    const left = [node];
    for (let each = left.pop(); each !== undefined; each = left.pop()) {
      this.set(each, null);
      left.push(...each.members.values());
    }
  }

  private set({ columns }: PathNode, value: JsonValue | null): void {
    for (const column of columns) this.values[column] = value;
  }
}

function newNode(): PathNode {
  return { members: new Map(), columns: [] };
}
