/** What auditd puts between the kernel's fields and those that it looked up itself (`log_format = ENRICHED`). */
const ENRICHED_FROM = '\u001d';

/** Names are short, and begin a word: so that a long run of anything is passed over once. */
const FIELD = /(?<!\S)([\w.-]{1,60}(?:\[\d{1,6}\])?)=("[^"]*"|'[^']*'|\S*)/g;

/** A record's fields as printed, quotes and all, by name. */
export interface Fields {
  get(name: string): string | undefined;
}

/** The fields of a record's text. Most records are never asked: they are taken apart when the first field is. */
export function fieldsOf(text: string): Fields {
  let parsed: ReadonlyMap<string, string> | undefined;
  return {
    get: (name) => {
      parsed ??= parsedFields(text);
      return parsed.get(name);
    },
  };
}

/**
 * Fields that auditd looked up come after the kernel's and have names of their own (`UID="root"`); those of a user space message
 * (`msg='op=login acct="x"'`) stand beside the rest. Of a name that stands twice the first counts.
 */
function parsedFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.replaceAll(ENRICHED_FROM, ' ').matchAll(FIELD)) {
    if (name === 'msg' && value.startsWith("'")) {
      for (const [inner, said] of parsedFields(value.slice(1, -1))) if (!fields.has(inner)) fields.set(inner, said);
    } else if (!fields.has(name)) {
      fields.set(name, value);
    }
  }
  return fields;
}

const HEX = /^(?:[0-9A-Fa-f]{2})+$/;

/**
 * Text that a stranger chose: in quotes as it is, else in hexadecimal, since it held a quote, a space or a control character.
 * `undefined` for `(null)`, `(none)`, `?` and what is neither. *Source:* kernel/audit.c `audit_log_untrustedstring`.
 */
export function textValue(printed: string | undefined): string | undefined {
  return bytesValue(printed)?.toString('utf8');
}

/** The bytes of such a text. */
export function bytesValue(printed: string | undefined): Buffer | undefined {
  if (printed === undefined || printed === '') return undefined;
  if (printed.startsWith('"')) return Buffer.from(printed.slice(1, -1));
  return HEX.test(printed) ? Buffer.from(printed, 'hex') : undefined;
}

/** A decimal number, `undefined` for anything else. */
export function decimalValue(printed: string | undefined): number | undefined {
  return printed !== undefined && /^-?\d{1,15}$/.test(printed) ? Number(printed) : undefined;
}

/** An argument of a system call, which is printed in hexadecimal: exact below 2^53, which flags and descriptors are. */
export function argumentValue(printed: string | undefined): number | undefined {
  return printed !== undefined && /^[0-9a-fA-F]{1,16}$/.test(printed) ? Number.parseInt(printed, 16) : undefined;
}

/** A system call's own arguments never number more; a program's may, and are told in several records. */
const MOST_WORDS = 100_000;

/**
 * The words of an EXECVE record, or of several that together tell one: `a0="ls"`, and `a1_len=… a1[0]=… a1[1]=…` for a word that was cut
 * into pieces. Words that are missing end the list. *Source:* kernel/auditsc.c `audit_log_execve_info`.
 */
export function commandWords(records: readonly Fields[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < MOST_WORDS; at++) {
    const word = wholeWord(records, at) ?? joinedWord(records, at);
    if (word === undefined) return words;
    words.push(word);
  }
  return words;
}

function wholeWord(records: readonly Fields[], at: number): string | undefined {
  const printed = printedIn(records, `a${at}`);
  return printed === undefined ? undefined : (textValue(printed) ?? '');
}

function joinedWord(records: readonly Fields[], at: number): string | undefined {
  const pieces: Buffer[] = [];
  for (let piece = 0; piece < MOST_WORDS; piece++) {
    const bytes = bytesValue(printedIn(records, `a${at}[${piece}]`));
    if (bytes === undefined) break;
    pieces.push(bytes);
  }
  return pieces.length === 0 ? undefined : Buffer.concat(pieces).toString('utf8');
}

function printedIn(records: readonly Fields[], name: string): string | undefined {
  for (const record of records) {
    const printed = record.get(name);
    if (printed !== undefined) return printed;
  }
  return undefined;
}

/** The words of a PROCTITLE record, which is cut after 128 bytes. */
export function titleWords(printed: string | undefined): readonly string[] {
  const title = textValue(printed);
  return title === undefined ? [] : title.replace(/\0+$/, '').split('\0');
}

/** Arguments as one text, those that hold a space in quotes, as other agents print them. */
export function joinedArguments(words: readonly string[]): string {
  return words
    .slice(1)
    .map((word) => (word.includes(' ') ? `"${word}"` : word))
    .join(' ');
}
