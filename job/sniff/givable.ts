/** Whether a list of names with commas between them, as options have it, can hold a name. Pure. */
export function isGivable(name: string): boolean {
  return name !== '' && name === name.trim() && !/[,\n\r]/.test(name);
}
