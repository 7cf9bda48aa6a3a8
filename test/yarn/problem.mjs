/** What stops the cluster's program and is the user's to mend: printed as its message alone. */
export class Problem extends Error {}

/** This machine lacks something that a cluster needs. */
export class Missing extends Problem {}
