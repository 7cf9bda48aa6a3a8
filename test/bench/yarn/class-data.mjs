// The class data of one row, made by the command of the kit, as the copy step of a deployment makes them.
import { statSync } from 'node:fs';
import path from 'node:path';
import { measure } from './measure.mjs';

/** @typedef {import('./measure.mjs').Figures & { folder: string, bytes: number }} ClassData */

/**
 * @param {readonly string[]} product
 * @param {import('./cluster.mjs').Cluster} cluster
 * @returns {Promise<ClassData>} in the folder of the cluster
 */
export async function makeClassData(product, { environment, folder: home }) {
  const folder = path.join(home, 'class-data');
  const place = { daemons: [], environment, awaited: null, s3: null };
  const figures = await measure([...product, 'class-data', folder], place);
  return { ...figures, folder, bytes: statSync(path.join(folder, 'classes.jsa')).size };
}
