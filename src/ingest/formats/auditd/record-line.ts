import type { Instant } from '../../../model/time.js';
import { recordTypeName } from './record-types.js';
import { type Fields, fieldsOf } from './values.js';

/** One record of an audit event: a line of `audit.log`, or what another logger made of it. */
export interface AuditLine {
  /** The host that the record itself, or the logger in front of it, names. */
  readonly node?: string;
  /** `SYSCALL`, `EXECVE`, …: a number where it has no name here. */
  readonly type: string;
  readonly time: Instant;
  /** Time and serial number as printed: what the records of one event have in common. */
  readonly event: string;
  readonly fields: Fields;
}

/**
 * `type=SYSCALL msg=audit(1795192472.808:28): …`, the kernel's own `audit: type=1300 audit(…): …`, and either behind what syslog puts in
 * front. *Source:* audit.rules(7), auditd-plugins(5), kernel/audit.c `audit_log_start`.
 */
const RECORD = /(?:^|\s)type=(\w+|UNKNOWN\[\d+\]) (?:msg=)?audit\((\d{1,12})\.(\d{1,9}):(\d{1,20})\)\s?: ?/;
const NODE = /(?:^|\s)node=(\S+) $/;
const SYSLOG_HOST = /^(?:<\d+>(?:\d )?)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) (\S+) \S/;
/** What stands before a record's fields is short: a line that quotes a record far inside is not that record. */
const LONGEST_HEAD = 400;

/** The record that a line is, or `undefined` when it is none. */
export function auditLine(text: string): AuditLine | undefined {
  const match = RECORD.exec(text.slice(0, LONGEST_HEAD));
  if (match === null) return undefined;
  const [head, type = '', seconds = '', fraction = '', serial = ''] = match;
  const node = nodeOf(text.slice(0, match.index + (head.startsWith('type') ? 0 : 1)));
  const nanos = fraction.padEnd(9, '0');
  return {
    ...(node === undefined ? {} : { node }),
    type: recordTypeName(type),
    time: { us: Number(seconds) * 1_000_000 + Number(nanos.slice(0, 6)), ns: Number(nanos.slice(6)) },
    event: `${seconds}.${fraction}:${serial}`,
    fields: fieldsOf(text.slice(match.index + head.length)),
  };
}

function nodeOf(prefix: string): string | undefined {
  return NODE.exec(prefix)?.[1] ?? SYSLOG_HOST.exec(prefix)?.[1];
}

/** How many records the kernel says it has lost since it started, in the line with which it says so. */
export function lostRecords(text: string): number | undefined {
  const lost = /\baudit_lost=(\d{1,15})\b/.exec(text)?.[1];
  return lost === undefined ? undefined : Number(lost);
}
