/** An error that the user can fix. Only its message is printed. */
export class Problem extends Error {}

/** The error that this machine lacks a requirement of a cluster. */
export class Missing extends Problem {}
