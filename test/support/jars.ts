/** Reads from Hadoop's jars the names of the properties that Hadoop knows. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import type { Cluster } from './yarn';

const FOLDERS = ['share/hadoop/common/lib', 'share/hadoop/tools/lib'];

export class HadoopJars {
  private readonly jars: readonly string[];
  /** Unpacking the classes takes seconds. */
  private classes: readonly Buffer[] | undefined;

  constructor({ environment }: Cluster) {
    const home = environment.HADOOP_HOME as string;
    this.jars = FOLDERS.flatMap((folder) =>
      readdirSync(join(home, folder))
        .filter((name) => /^hadoop-.*\.jar$/.test(name))
        .map((name) => join(home, folder, name)),
    );
  }

  /** The names in the files that document every default, such as core-default.xml. */
  defaults(): Set<string> {
    const files = this.files(({ name }) => /^[a-z]+-default\.xml$/.test(name));
    const names = files.flatMap((xml) => [...xml.toString('latin1').matchAll(/<name>\s*([^<\s]+)\s*<\/name>/g)]);
    return new Set(names.map(([, name]) => name as string));
  }

  /** The subset of the names that occur as a constant in a class. */
  constants(names: readonly string[]): Set<string> {
    this.classes ??= this.files(({ name }) => name.endsWith('.class'));
    const { classes } = this;
    return new Set(names.filter((name) => classes.some((bytes) => bytes.includes(constantOf(name)))));
  }

  private files(isWanted: (file: UnzipFileInfo) => boolean): Buffer[] {
    return this.jars.flatMap((jar) => Object.values(unzipSync(readFileSync(jar), { filter: isWanted })).map(bufferOn));
  }
}

/** A name as a constant pool encodes it (JVM specification, 4.4.7). Its length excludes parts of longer names. */
function constantOf(name: string): Buffer {
  return Buffer.concat([Buffer.from([1, name.length >> 8, name.length & 0xff]), Buffer.from(name)]);
}

function bufferOn({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
