const PART = /(\d+(?:\.\d+)?)(d|h|m|s)/y;
const SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };

/** Seconds that a length of time like `300`, `5m` or `1h30m` stands for; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  let total = 0;
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    if (match === null) return undefined;
    total += Number(match[1]) * (SECONDS[match[2] ?? ''] ?? 0);
    at = PART.lastIndex;
  }
  return text === '' ? undefined : total;
}
