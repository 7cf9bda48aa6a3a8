/** The facts about a packed file that its codec needs. */
export interface PackedFile {
  readonly path: string;
  readonly sizeBytes: number;
}
