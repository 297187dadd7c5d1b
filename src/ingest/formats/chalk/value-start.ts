/** What log collectors put before each line: colours, times (`docker logs -t`, `kubectl logs --timestamps`), names (compose, `kubectl --prefix`). */
const PREFIX =
  /(?:\p{Cc}\[[\d;]{0,20}[A-Za-z]|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\s|[\w.-]{1,128}\s{0,64}\|\s|\[pod\/[\w./-]{1,512}\]\s|[ \t]){0,8}/uy;

/** A value that may be a report, or a list of them: an object, or a list that begins with one, as far as the line goes. */
const VALUE = /[\s,]{0,64}(?=\[\s{0,64}(?:[{\]]|$)|\{\s{0,64}(?:["}]|$))/y;

/** Where text goes before it: only what certainly is a report. *Source:* chalk writes `_OPERATION` first. */
const REPORT = /(?:\[\s{0,8})?\{\s{0,8}"(?:_OPERATION|\$message)"/g;

/** Length of what a log collector put before the line. `text`: one character a byte. */
export function prefixLength(text: string): number {
  PREFIX.lastIndex = 0;
  return PREFIX.exec(text)?.[0].length ?? 0;
}

/** Where the next value begins: right at `at`, or further on if it is plainly a report. `undefined` when none does. */
export function valueStart(text: string, at: number): number | undefined {
  VALUE.lastIndex = at;
  const here = VALUE.exec(text);
  if (here !== null) return at + here[0].length;
  return reportStart(text, at);
}

/** Where a report plainly begins in the text from `at` on. */
export function reportStart(text: string, at: number): number | undefined {
  REPORT.lastIndex = at;
  return REPORT.exec(text)?.index;
}
