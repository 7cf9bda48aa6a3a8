/** Exit codes: those of sysexits.h, 124 as timeout(1) has it, and 1 for the answer no, as grep(1) and diff(1) have it. */
export const EXIT = {
  done: 0,
  no: 1,
  usage: 64,
  badData: 65,
  noInput: 66,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  io: 74,
  tryAgain: 75,
  underWay: 76,
  timedOut: 124,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
