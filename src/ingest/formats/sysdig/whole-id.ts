const ID_LENGTH = 64;
/** Of the process that watches over a container from outside. */
const MONITOR = 'conmon-';

/** The first id of a container in a control group's path: 64 hexadecimal digits, no more and no less. */
export function wholeIdIn(cgroups: string): string | undefined {
  // An id covers one of any 64 places in a row: the others need no look.
  for (let probe = ID_LENGTH - 1; probe < cgroups.length; ) {
    if (!isHexDigit(cgroups.charCodeAt(probe))) {
      probe += ID_LENGTH;
      continue;
    }
    const start = runStart(cgroups, probe);
    const end = runEnd(cgroups, probe);
    if (end - start === ID_LENGTH && !cgroups.endsWith(MONITOR, start)) return cgroups.slice(start, end);
    probe = end + ID_LENGTH;
  }
  return undefined;
}

function runStart(text: string, from: number): number {
  let at = from;
  while (at > 0 && isHexDigit(text.charCodeAt(at - 1))) at--;
  return at;
}

function runEnd(text: string, from: number): number {
  let at = from;
  while (isHexDigit(text.charCodeAt(at))) at++;
  return at;
}

/** In lower case, as runtimes print ids. */
function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);
}
