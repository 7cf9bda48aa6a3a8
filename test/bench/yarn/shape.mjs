// The shape of the published job, in which all contenders run: `-yn 4 -ys 4 -p 16`.
export const CONTAINERS = 4;
export const SLOTS = 4;
export const PARALLELISM = CONTAINERS * SLOTS;
/** Of the 11520 MB of a node. */
export const CONTAINER_MB = 10_240;
