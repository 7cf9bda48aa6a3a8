/** What stops the bench and is the user's to mend: printed as its message alone. */
export class Problem extends Error {}
