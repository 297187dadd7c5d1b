import type { EventRecord, ExitFact } from '../../../model/record.js';
import { type AuditEvent, fieldsOfType, mainRecord } from './audit-event.js';
import { absolutePath, fileFact, workingFolder } from './files.js';
import type { KnownProcess, Occasion, ProcessTable, Program } from './process-table.js';
import { socketFact } from './sockets.js';
import { systemCallName } from './system-calls.js';
import { type Task, taskOf } from './task.js';
import { argumentValue, commandWords, decimalValue, type Fields, joinedArguments, textValue, titleWords } from './values.js';

/** What an event says, in the model's words; `undefined` for one that holds nothing but its own end. */
export function eventRecord(event: AuditEvent, table: ProcessTable): EventRecord | undefined {
  const main = mainRecord(event);
  if (main === undefined || main.line.type === 'EOE') return undefined;
  const { type, fields } = main.line;
  const plain = { kind: type, time: event.time, node: event.node, ancestors: [], count: 1, droppedEvents: 0, warnings: [] };
  const task = taskOf(fields);
  if (type === 'ANOM_ABEND' && task !== undefined) return { ...plain, ...abend(task, fields, event, table) };
  const name = type === 'SYSCALL' ? systemCallName(fields) : undefined;
  if (task === undefined || type !== 'SYSCALL') return plain;
  const key = textValue(fields.get('key'));
  return {
    ...plain,
    ...(name === undefined ? {} : { functionName: `sys_${name}` }),
    // The key of an audit rule is to it what the name of a tracing policy is to its events.
    ...(key === undefined || key === '' ? {} : { policy: key }),
    ...callFacts(name ?? '', task, event, table),
  };
}

type Facts = Partial<EventRecord>;

function callFacts(name: string, task: Task, event: AuditEvent, table: ProcessTable): Facts {
  const [fields = new Map<string, string>()] = fieldsOfType(event, 'SYSCALL');
  const hasWorked = fields.get('success') !== 'no';
  if ((name === 'execve' || name === 'execveat') && hasWorked) return execution(task, event, table);
  const process = table.actor(task, event, seenProgram(task, event));
  const facts = withParent(process, table.parent(task, event));
  const result = decimalValue(fields.get('exit')) ?? 0;
  switch (name) {
    case 'fork':
    case 'vfork':
    case 'clone':
      return hasWorked && !makesThread(name, fields) ? { ...facts, ...child(process, result, event, table) } : facts;
    case 'exit_group':
      table.ended(task.pid);
      return { ...facts, exit: exitFact(fields) };
    case 'open':
    case 'openat':
    case 'openat2':
    case 'creat':
    case 'truncate':
      return hasWorked ? { ...facts, ...fileFact(name, fields, event) } : facts;
    default: {
      const socket = socketFact(name, { event, fields, result, hasWorked }, process, table);
      return socket === undefined ? facts : { ...facts, socket };
    }
  }
}

function withParent(process: KnownProcess, parent: KnownProcess | undefined): Facts {
  return { process: process.description, ...(parent === undefined ? {} : { parent: parent.description }) };
}

function execution(task: Task, event: AuditEvent, table: ProcessTable): Facts {
  const { process, before } = table.executed(task, event, executedProgram(task, event));
  return { ...withParent(process, table.parent(task, event)), ...(before === undefined ? {} : { ancestors: [before] }) };
}

/** A program is named as it was executed: a link or a script as such, not what it leads to. */
function executedProgram(task: Task, event: AuditEvent): Program {
  const words = commandWords(fieldsOfType(event, 'EXECVE'));
  const cwd = workingFolder(event);
  const binary = executedPath(event, cwd) ?? task.exe;
  const shown = words.length === 0 ? titleOf(event) : words;
  return {
    ...(binary === undefined ? {} : { binary }),
    ...(shown.length > 1 ? { arguments: joinedArguments(shown) } : {}),
    ...(cwd === undefined ? {} : { cwd }),
    ...(task.isFileGone ? { isFileless: true } : {}),
  };
}

/** The first path of an exec is the program's; an open file that is executed has no name but its descriptor's, as the kernel has it. */
function executedPath(event: AuditEvent, cwd: string | undefined): string | undefined {
  const printed = fieldsOfType(event, 'PATH')
    .find((path) => path.get('item') === '0')
    ?.get('name');
  const [fields] = fieldsOfType(event, 'SYSCALL');
  const descriptor = argumentValue(fields?.get('a0'));
  if (printed === '""' && descriptor !== undefined) return `/dev/fd/${descriptor}`;
  const named = textValue(printed);
  return named === undefined ? undefined : absolutePath(named, cwd);
}

/** What a process runs that was not seen to start it. */
function seenProgram(task: Task, event: AuditEvent): Program {
  const words = titleOf(event);
  return {
    ...(task.exe === undefined ? {} : { binary: task.exe }),
    ...(words.length > 1 ? { arguments: joinedArguments(words) } : {}),
  };
}

function titleOf(event: AuditEvent): readonly string[] {
  return titleWords(fieldsOfType(event, 'PROCTITLE')[0]?.get('proctitle'));
}

const CLONE_THREAD = 0x1_0000;

function makesThread(name: string, fields: Fields): boolean {
  const flags = name === 'clone' ? (argumentValue(fields.get('a0')) ?? 0) : 0;
  return Math.floor(flags / CLONE_THREAD) % 2 === 1;
}

function child(caller: KnownProcess, pid: number, occasion: Occasion, table: ProcessTable): Facts {
  const forked = table.forked(caller, pid, occasion);
  return forked === undefined ? {} : { ancestors: [forked.description] };
}

function exitFact(fields: Fields): ExitFact {
  return { status: (argumentValue(fields.get('a0')) ?? 0) % 256 };
}

/** Signals that end a process with a core dump, which is when the record is written. *Source:* signal(7). */
const CORE_SIGNALS: Readonly<Record<number, string>> = {
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  11: 'SIGSEGV',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

function abend(task: Task, fields: Fields, event: AuditEvent, table: ProcessTable): Facts {
  const known = table.find(task.pid);
  const number = decimalValue(fields.get('sig'));
  if (known === undefined || number === undefined) return {};
  table.ended(task.pid);
  return { process: known.description, exit: { status: 0, signal: CORE_SIGNALS[number] ?? `signal ${number}`, time: event.time } };
}
