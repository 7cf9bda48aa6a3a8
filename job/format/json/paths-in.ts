/** The paths of all values in a line, for messages. Pure. */

import { pathOf } from '../../shared/json-path';
import { type JsonVisitor, type NestedKind, walkJson } from './walk';

/**
 * The paths of the values that are no objects, in their order; values within arrays have none. Of a line that is no JSON
 * object the paths up to its fault.
 */
export function pathsIn(line: string): readonly string[] {
  const found = new FoundPaths();
  walkJson(line, found);
  return [...found.paths];
}

class FoundPaths implements JsonVisitor {
  readonly paths = new Set<string>();
  private readonly opened: NestedKind[] = [];
  /** The names of the objects that are open, without the outermost, which has none. */
  private readonly names: string[] = [];
  /** The name whose value follows. */
  private next = '';
  private arrays = 0;

  name(name: string): void {
    this.next = Buffer.from(name, 'latin1').toString();
  }

  scalar(): void {
    if (this.arrays === 0) this.paths.add(pathOf([...this.names, this.next]));
  }

  open(kind: NestedKind): void {
    if (kind === 'array') {
      this.scalar();
      this.arrays++;
    } else if (this.opened.length > 0) this.names.push(this.next);
    this.opened.push(kind);
  }

  close(): void {
    if (this.opened.pop() === 'array') this.arrays--;
    else this.names.pop();
  }
}
