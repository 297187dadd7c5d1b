import { decimalValue, type Fields, textValue } from './values.js';

/** Who made a system call, as its record says. */
export interface Task {
  /** Of the process, not of the thread; as the host counts. *Source:* kernel/auditsc.c `audit_log_task_info`. */
  readonly pid: number;
  readonly ppid: number;
  /** Of the login; `4294967295` for none. */
  readonly session: string;
  /** The program it runs once the call has returned. */
  readonly exe?: string;
  /** The program's file is removed, or was never one: it runs from memory. */
  readonly isFileGone: boolean;
  readonly uid?: number;
  readonly auid?: number;
  readonly userName?: string;
}

const DELETED = / \(deleted\)$/;

/** The task of a SYSCALL record, or `undefined` when it names none. */
export function taskOf(fields: Fields): Task | undefined {
  const pid = decimalValue(fields.get('pid'));
  const ppid = decimalValue(fields.get('ppid'));
  if (pid === undefined || pid <= 0) return undefined;
  const path = textValue(fields.get('exe'));
  const exe = path?.replace(DELETED, '');
  const uid = decimalValue(fields.get('uid'));
  const auid = decimalValue(fields.get('auid'));
  const userName = textValue(fields.get('UID'));
  return {
    pid,
    ppid: ppid ?? 0,
    isFileGone: path !== undefined && (DELETED.test(path) || path.startsWith('/memfd:')),
    session: fields.get('ses') ?? '',
    ...(exe === undefined ? {} : { exe }),
    ...(uid === undefined ? {} : { uid }),
    ...(auid === undefined ? {} : { auid }),
    ...(userName === undefined ? {} : { userName }),
  };
}
