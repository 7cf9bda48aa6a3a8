/** Hidden names: files and folders that neither Hadoop's readers nor this kit read. Pure. */

import { EXIT } from '../shared/exit';
import { Failure } from '../shared/failure';
import { DELETED_FOLDER } from '../shared/output-files';
import type { SkippedFile } from '../summary/skipped-files';

/** Hidden names that Hadoop, Spark, Hive, Delta, Hudi, Impala, this kit, editors and file managers create. */
const OF_TOOLS =
  /^(_SUCCESS|_FAILURE|_temporary|_metadata|_common_metadata|_committed_.*|_started_.*|_delta_log|_delta_index|_spark_metadata|_change_data|_symlink_format_manifest|_impala_insert_staging|_logs|_tmp\..*|_dedup|_deleted|_rejected|_replaced|\..*\.crc|\.DS_Store|\._.*|\.hive-staging.*|\.hoodie.*|\.impala_.*|\.spark-staging.*|\.staging|\.distcp.*|\.snapshot|\.Trash.*|\.nfs.*|\.fuse_hidden.*|\.git|\.gitignore|\.gitkeep|\.gitattributes|\.keep|\.svn|\.dvc|\.dvcignore|\.ipynb_checkpoints|\.~lock\..*|\..*\.sw[a-p]|\.Spotlight-V100|\.fseventsd|\.TemporaryItems|\.localized|\.directory|\.lost\+found)$/;

/**
 * Whether Hadoop's readers and this kit skip a name. As in Spark, a partition's folder, `_name=value`, is not hidden.
 */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || (name.startsWith('_') && !name.includes('='));
}

/** Whether any name in a path, the last one or that of a folder, is hidden. */
export function isSkipped(path: string): boolean {
  return path.split('/').some(isHidden);
}

/** The note of a file that is skipped; `hidden` is the hidden name in its path. */
export function skippedFile(path: string, sizeBytes: number, hidden: string): SkippedFile {
  return { path, sizeBytes, isOfTool: OF_TOOLS.test(hidden), isDelete: hidden === DELETED_FOLDER };
}

/** Throws with exit code 66 where `name`, the last name of the input `root`, is itself hidden. */
export function refuseHiddenRoot(root: string, name: string): void {
  if (!isHidden(name)) return;
  throw new Failure(EXIT.noInput, `input '${root}' is skipped, because its name starts with '${name[0]}'; rename it`);
}
