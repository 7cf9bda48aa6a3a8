/** `1 column`, `2 columns`. */
export function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** `grouped(6938338)` is `6,938,338`. By hand, since the first use of `Intl` takes as long as a small run. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
