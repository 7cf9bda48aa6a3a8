/** Exit codes: those of sysexits.h, and 124, that of timeout(1). */
export const EXIT = {
  done: 0,
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
