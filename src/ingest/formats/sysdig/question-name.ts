/** *Source:* RFC 1035 §4.1: a header of twelve bytes, then the name, its end, type and class. */
const HEADER_BYTES = 12;
const AFTER_NAME_BYTES = 4;
const NAME = /^((?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,30})\.)+[A-Za-z][A-Za-z0-9-]{0,30})\.\./;

/**
 * The name that a DNS message of this length asks for, read from the snippet of its bytes that sysdig prints: unprintable bytes are dots,
 * so the lengths of labels stand where dots belong. `undefined` for names of one label, long labels, and whatever is no host name.
 */
export function questionName(info: string, bytes: number): string | undefined {
  const at = info.indexOf(' data=');
  if (at < 0) return undefined;
  const firstLabel = at + ' data='.length + HEADER_BYTES + 1;
  const name = NAME.exec(info.slice(firstLabel, firstLabel + 260))?.[1];
  if (name === undefined) return undefined;
  return HEADER_BYTES + 1 + name.length + 1 + AFTER_NAME_BYTES <= bytes ? name.toLowerCase() : undefined;
}
