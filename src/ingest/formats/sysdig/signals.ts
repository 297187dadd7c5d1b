/** *Source:* signal(7), the numbers of x86 and arm. */
const SIGNALS =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** `SIGKILL` for 9; a number without a name, as those of real time, keeps it: `SIG34`. */
export function signalName(number: number): string {
  return `SIG${SIGNALS[number - 1] ?? number}`;
}
