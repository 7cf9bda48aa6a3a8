/**
 * The classes that the JVMs of a job load, as a JVM reads them to make an archive. They were listed by application
 * masters and tasks of Hadoop 3.4 with Java 17 (test/yarn/list-classes.mjs). The JVM skips a class that another Hadoop or
 * Java lacks. Lines of a comment name the jars that the classes below them are from, without their versions:
 *
 *     # jar hadoop-common
 *     org/apache/hadoop/conf/Configuration
 */

import { gunzipSync } from 'node:zlib';
import { heldText } from '../../shared/held-text';

const JAR = /^# jar (\S+)$/gm;

export function classList(): string {
  return gunzipSync(Buffer.from(heldText('hadoop-classes'), 'base64')).toString();
}

/** The names of the jars, without versions. */
export function jarsOfList(list: string): string[] {
  return Array.from(list.matchAll(JAR), ([, name]) => name as string);
}
