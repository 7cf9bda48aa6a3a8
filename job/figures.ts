/** `grouped(6938338)` is `6,938,338`. By hand, since the first use of `Intl` takes as long as a small run. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
