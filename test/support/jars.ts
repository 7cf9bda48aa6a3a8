/** What is in Hadoop's jars: the properties it knows. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import type { Cluster } from './yarn';

const FOLDERS = ['share/hadoop/common/lib', 'share/hadoop/tools/lib'];

export class HadoopJars {
  private readonly jars: readonly string[];

  constructor({ environment }: Cluster) {
    const home = environment.HADOOP_HOME as string;
    this.jars = FOLDERS.flatMap((folder) =>
      readdirSync(join(home, folder))
        .filter((name) => /^hadoop-.*\.jar$/.test(name))
        .map((name) => join(home, folder, name)),
    );
  }

  /** Names in the files that document every default: core-default.xml and its like. */
  defaults(): Set<string> {
    const files = this.files(({ name }) => /^[a-z]+-default\.xml$/.test(name));
    const names = files.flatMap((xml) => [...xml.toString('latin1').matchAll(/<name>\s*([^<\s]+)\s*<\/name>/g)]);
    return new Set(names.map(([, name]) => name as string));
  }

  /** Those of the names that some class has as a constant. */
  constants(names: readonly string[]): Set<string> {
    const classes = this.files(({ name }) => name.endsWith('.class'));
    return new Set(names.filter((name) => classes.some((bytes) => bytes.includes(constantOf(name)))));
  }

  private files(isWanted: (file: UnzipFileInfo) => boolean): Buffer[] {
    return this.jars.flatMap((jar) => Object.values(unzipSync(readFileSync(jar), { filter: isWanted })).map(bufferOn));
  }
}

/** As a class file's constant pool has it (JVM specification, 4.4.7): whole, so that a part of a longer one is none. */
function constantOf(name: string): Buffer {
  return Buffer.concat([Buffer.from([1, name.length >> 8, name.length & 0xff]), Buffer.from(name)]);
}

function bufferOn({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
