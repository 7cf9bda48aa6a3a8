import { counted } from '../shared/figures';
import type { Summary } from './summary';

/** Says which files were not read as they are. */
export function readOtherwiseWords({
  utf16Files,
  rearrangedFiles,
}: Pick<Summary['inputs'], 'utf16Files' | 'rearrangedFiles'>): string[] {
  const words: string[] = [];
  if (utf16Files > 0)
    words.push(`${counted(utf16Files, 'file')} in UTF-16 ${was(utf16Files)} read as UTF-8, which the output is`);
  if (rearrangedFiles > 0) {
    words.push(
      `${counted(rearrangedFiles, 'file')} ${was(rearrangedFiles)} read by the names in the header: the columns are not those ` +
        'of --columns, or in another order',
    );
  }
  return words;
}

function was(files: number): string {
  return files === 1 ? 'was' : 'were';
}
