import { type Outcome, placeOf, type ReaderOptions, type SourceFormat, type SourceReader, type SourceSample } from '../format.js';
import type { Line } from '../lines.js';
import { mainRecord, type PlacedRecord, placeOfEvent } from './auditd/audit-event.js';
import { type AssembledEvent, EventAssembly } from './auditd/event-assembly.js';
import { eventRecord } from './auditd/event-record.js';
import { ProcessTable } from './auditd/process-table.js';
import { auditLine, lostRecords } from './auditd/record-line.js';

const SAMPLES: readonly SourceSample[] = [
  {
    lines: [
      'type=SYSCALL msg=audit(1767225600.250:7): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=8 items=2 ppid=41 pid=42 auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=3 comm="sh" exe="/usr/bin/dash" key="exec"\u001dARCH=x86_64 SYSCALL=execve AUID="kim" UID="root"',
      'type=EXECVE msg=audit(1767225600.250:7): argc=3 a0="/bin/sh" a1="-c" a2=6964203E202F746D702F78',
      'type=CWD msg=audit(1767225600.250:7): cwd="/root"',
      'type=PATH msg=audit(1767225600.250:7): item=0 name="/bin/sh" inode=987 nametype=NORMAL',
      'type=PROCTITLE msg=audit(1767225600.250:7): proctitle=2F62696E2F7368',
      'type=EOE msg=audit(1767225600.250:7): ',
    ],
    gives: ['record SYSCALL', 'part', 'part', 'part', 'part', 'part'],
  },
  {
    lines: [
      'node=web-1 type=SYSCALL msg=audit(1767225601.000:8): arch=c00000b7 syscall=203 success=no exit=-115 a0=5 ppid=42 pid=43 uid=0 ses=3 comm="nc" exe="/usr/bin/nc"',
      'node=web-1 type=SOCKADDR msg=audit(1767225601.000:8): saddr=020001BBCB0071090000000000000000',
    ],
    gives: ['record SYSCALL', 'part'],
  },
  {
    lines: [
      'Jan  1 00:00:02 web-1 kernel: audit: type=1101 audit(1767225602.500:9): pid=50 uid=0 auid=1000 ses=3 msg=\'op=PAM:accounting acct="kim" res=success\'',
    ],
    gives: ['record USER_ACCT'],
  },
  {
    lines: ['type=SYSCALL msg=audit(1767225603.000:10): arch=c000003e', '', '----', 'type=SYS'],
    gives: ['ignored', 'ignored', 'malformed', 'record SYSCALL'],
  },
];

/** What the audit system of Linux writes: `audit.log`, `ausearch --raw`, and the kernel's own lines where no auditd runs. */
export const auditd: SourceFormat = {
  name: 'auditd',
  title: 'Linux audit log (audit.log, ausearch --raw, audit lines of syslog)',
  contributes: 'programs that were executed, with users and logins; calls to other hosts, files and exits where audit rules record them',
  sniff: (lines) => {
    const filled = lines.filter((line) => line.trim() !== '' && !isSeparator(line));
    const known = filled.filter((line) => auditLine(line) !== undefined).length;
    return filled.length === 0 ? 0 : (known / filled.length) * 0.95;
  },
  sourceReader: (options) => new AuditReader(options),
  samples: SAMPLES,
};

/** What `ausearch` puts between events. */
function isSeparator(line: string): boolean {
  return /^(?:----$|time->)/.test(line);
}

/** Records without which a system call's own says less. */
const TELLING = new Set(['EXECVE', 'CWD', 'PATH', 'SOCKADDR']);
/** Hosts in one log whose processes are remembered. */
const MOST_NODES = 1_000;

class AuditReader implements SourceReader {
  readonly #options: ReaderOptions;
  readonly #assembly = new EventAssembly();
  readonly #tables = new Map<string, ProcessTable>();
  #lost = 0;
  /** The last line, when an end of the source cut it off: its rest may come. */
  #cut: { readonly endsAt: number; readonly text: string; readonly record: PlacedRecord } | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  take(line: Line): readonly Outcome[] {
    const text = line.bytes.toString('utf8').trim();
    const cut = this.#cut;
    this.#cut = undefined;
    if (cut?.endsAt === line.byteOffset) return this.#takeRest(cut, text);
    if (text === '') return [{ kind: 'ignored', reason: 'blank' }];
    if (isSeparator(text)) return [{ kind: 'ignored', reason: 'separator' }];
    const parsed = auditLine(text);
    if (parsed === undefined) return [this.#otherLine(line, text)];
    const record = { line: parsed, place: placeOf(line) };
    if (!line.isTerminated) this.#cut = { endsAt: line.byteOffset + line.byteLength, text, record };
    return this.#assembly.add(record, parsed.node ?? this.#options.defaultNode).flatMap((event) => this.#tell(event));
  }

  /** The rest of a record that was taken as it stood when the source ended in the middle of it. */
  #takeRest(cut: { readonly text: string; readonly record: PlacedRecord }, rest: string): readonly Outcome[] {
    const whole = auditLine(cut.text + rest);
    if (whole !== undefined) this.#assembly.replace(cut.record, { ...cut.record, line: whole }, whole.node ?? this.#options.defaultNode);
    return [{ kind: 'ignored', reason: 'rest of a line that was cut off' }];
  }

  end(): readonly Outcome[] {
    return this.#assembly.pending().flatMap((event) => this.#tell(event));
  }

  /** A record for the event, and a part for each of its other lines. What an end of the source told too early is told again, better. */
  #tell(event: AssembledEvent): readonly Outcome[] {
    const untold = event.records.slice(event.told);
    const main = mainRecord(event);
    const isMainTold = main === undefined || !untold.includes(main);
    const parts = (records: readonly PlacedRecord[]) => records.map(({ line }) => ({ kind: 'part' as const, of: line.type }));
    if (isMainTold && !event.isRevised && !untold.some(({ line }) => TELLING.has(line.type))) return parts(untold);
    const record = eventRecord(event, this.#tableOf(event.node));
    const place = placeOfEvent(event);
    if (record === undefined || place === undefined) return parts(untold);
    return [{ kind: isMainTold ? 'derived' : 'record', record, place }, ...parts(untold.filter((other) => other !== main))];
  }

  #tableOf(node: string): ProcessTable {
    const known = this.#tables.get(node);
    if (known !== undefined) return known;
    const table = new ProcessTable();
    const [oldest] = this.#tables.keys();
    if (oldest !== undefined && this.#tables.size >= MOST_NODES) this.#tables.delete(oldest);
    this.#tables.set(node, table);
    return table;
  }

  /** The kernel says how many records it has lost since it started. */
  #otherLine(line: Line, text: string): Outcome {
    const lost = lostRecords(text);
    if (lost === undefined) return { kind: 'malformed', reason: OTHER_LINE, place: placeOf(line) };
    const droppedEvents = Math.max(0, lost - this.#lost);
    this.#lost = lost;
    const node = this.#options.defaultNode;
    return {
      kind: 'record',
      place: placeOf(line),
      record: { kind: 'audit_lost', node, ancestors: [], count: 1, droppedEvents, warnings: [] },
    };
  }
}

const OTHER_LINE =
  "no audit record: it has no type=… msg=audit(time:serial). What ausearch -i prints can't be read, what ausearch --raw prints can";
