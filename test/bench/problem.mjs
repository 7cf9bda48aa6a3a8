/** An error that stops the bench and that the user can mend. Only its message is printed. */
export class Problem extends Error {}
