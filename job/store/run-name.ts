/** Other programs stage under `_temporary` too (Hadoop's committer: `_temporary/0`); theirs is not ours to remove. */
export const RUN_NAME = /^\d{8}t\d{6}z-[0-9a-z]+$/i;
