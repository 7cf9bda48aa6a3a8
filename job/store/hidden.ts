/** Names that are passed over, as Hadoop's readers do. Pure. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import type { SkippedFile } from '../summary/skipped-files';

/** Of Hadoop, Spark, Hive, Delta, Hudi, Impala, this kit, editors and file managers: names, and how names begin or end. */
const OF_TOOLS =
  /^(_SUCCESS|_FAILURE|_temporary|_metadata|_common_metadata|_committed_.*|_started_.*|_delta_log|_delta_index|_spark_metadata|_change_data|_symlink_format_manifest|_impala_insert_staging|_logs|_tmp\..*|_dedup|_rejected|_replaced|\..*\.crc|\.DS_Store|\._.*|\.hive-staging.*|\.hoodie.*|\.impala_.*|\.spark-staging.*|\.staging|\.distcp.*|\.snapshot|\.Trash.*|\.nfs.*|\.fuse_hidden.*|\.git|\.gitignore|\.gitkeep|\.gitattributes|\.keep|\.svn|\.dvc|\.dvcignore|\.ipynb_checkpoints|\.~lock\..*|\..*\.sw[a-p]|\.Spotlight-V100|\.fseventsd|\.TemporaryItems|\.localized|\.directory|\.lost\+found)$/;

/** Whether Hadoop's readers and ours pass over a name. A partition's folder, `_name=value`, is none, as for Spark. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || (name.startsWith('_') && !name.includes('='));
}

/** The same of a path: whether its last name or a folder above is hidden. */
export function isPassedOver(path: string): boolean {
  return path.split('/').some(isHidden);
}

/** `hidden` is the name that has the file passed over. */
export function skippedFile(path: string, sizeBytes: number, hidden: string): SkippedFile {
  return { path, sizeBytes, isOfTool: OF_TOOLS.test(hidden) };
}

/** Throws with exit code 66 where what is named would itself be passed over. */
export function refuseHiddenRoot(root: string, name: string): void {
  if (!isHidden(name)) return;
  throw new Failure(EXIT.noInput, `input '${root}' is passed over, since its name starts with '${name[0]}'; rename it`);
}
