/** Checks the first bytes of a packed file, which is unpacked by what the end of its name says. */

import type { Codec } from '../codec/codec';
import { PACKED } from '../codec/codecs';
import type { ByteSource } from '../codec/stream/byte-source';
import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { isBinary } from './binary';
import { foreignFormat } from './foreign';

const NO_SEPARATORS = Buffer.alloc(0);

/** The stored bytes of a user's packed file. Reading throws with exit code 65 where they are of another kind. */
export function namedRightly(path: string, codec: Codec, stored: ByteSource): ByteSource {
  return codec.mostMagicBytes === 0 ? stored : new NamedRightly(path, codec, stored);
}

class NamedRightly implements ByteSource {
  private isChecked = false;

  constructor(
    private readonly path: string,
    private readonly codec: Codec,
    private readonly stored: ByteSource,
  ) {}

  get storedBytes(): number {
    return this.stored.storedBytes;
  }

  close(): void {
    this.stored.close();
  }

  /** Returns no promise where the source returns none. The first target has room for all bytes that are looked at. */
  read(target: Uint8Array): number | Promise<number> {
    return this.isChecked ? this.stored.read(target) : this.readFirst(target, 0);
  }

  private readFirst(target: Uint8Array, filled: number): number | Promise<number> {
    const got = this.stored.read(target.subarray(filled));
    if (typeof got !== 'number') return got.then((bytes) => this.check(target, filled, bytes));
    return this.check(target, filled, got);
  }

  private check(target: Uint8Array, before: number, got: number): number | Promise<number> {
    const filled = before + got;
    if (got > 0 && filled < this.codec.mostMagicBytes) return this.readFirst(target, filled);
    this.isChecked = true;
    const first = target.subarray(0, filled);
    if (filled > 0 && !this.codec.isOfKind(first)) throw misnamed(this.path, this.codec, first);
    return filled;
  }
}

function misnamed(path: string, { name, suffix }: Codec, first: Uint8Array): Failure {
  const { is, remedy } = seeming(path.slice(0, -suffix.length), suffix, first);
  return new Failure(
    EXIT.badData,
    `'${path}' is not packed by ${name}, as its name says, but seems to be ${is}; ${remedy}`,
  );
}

function seeming(unpackedName: string, suffix: string, first: Uint8Array): { is: string; remedy: string } {
  const other = PACKED.find((codec) => codec.isOfKind(first));
  const foreign = foreignFormat(first, unpackedName, '');
  if (foreign === null && !isBinary(first, NO_SEPARATORS)) return { is: 'text', remedy: `take ${suffix} off its name` };
  if (foreign === null) return { is: 'damaged', remedy: 'replace it, or take it out' };
  if (other === undefined) return foreign;
  return { is: `packed by ${other.name}`, remedy: `give it a name that ends in ${other.suffix}` };
}
