import type { FileFact } from '../../../model/record.js';
import { type Call, FAILED, PART, recordAt, type Told } from './call.js';
import { absolutePath } from './program.js';
import { resultOf } from './socket-calls.js';
import { descriptorOf, numberAt } from './values.js';

/** *Source:* falcosecurity/libs driver/ppm_events_public.h, PPM_O_WRONLY. */
const OPENED_FOR_WRITING = 2;
/** What every program opens while it is loaded: no row is worth it. */
const LOADER_FILE = /^(?:\/etc\/ld\.so\.(?:cache|preload|nohwcap)$|\/(?:usr\/)?(?:local\/)?lib(?:32|64|x32)?\/.*\.so(?:\.[\w.]+)?$)/;

/** `open` and its like: one row for each file that a program opens to read, and one for each that it opens to write. */
export function opened(call: Call): Told {
  const { info, process } = call;
  const flagsAt = info.lastIndexOf(' flags=');
  const number = info.startsWith('fd=') ? numberAt(info, 'fd='.length) : undefined;
  if (number === undefined || number < 0) return FAILED;
  const path = openedPath(info, flagsAt, process.program.cwd);
  if (path === undefined || LOADER_FILE.test(path)) return PART;
  const flags = flagsAt < 0 ? 0 : (numberAt(info, flagsAt + ' flags='.length) ?? 0);
  const isWriting = call.type === 'creat' || (flags & OPENED_FOR_WRITING) !== 0;
  return told(call, { operation: isWriting ? 'write' : 'open', path });
}

/** The descriptor's resolved path. It ends before the path as it was given, which may be the same: a file's name may hold ` name=`. */
function openedPath(info: string, flagsAt: number, folder: string | undefined): string | undefined {
  const end = flagsAt < 0 ? info.lastIndexOf(' mode=') : flagsAt;
  const names = info.slice('fd='.length, end < 0 ? info.length : end);
  for (let at = nextName(names, 0); at >= 0; at = nextName(names, at + 1)) {
    const descriptor = descriptorOf(names.slice(0, at));
    const given = names.slice(names.indexOf(' name=', at) + ' name='.length);
    if (descriptor === undefined || descriptor.class !== 'file') return undefined;
    if (given === descriptor.name || given.endsWith(`(${descriptor.name})`) || nextName(names, at + 1) < 0)
      return absolutePath(descriptor.name, folder);
  }
  return undefined;
}

const FOLDER = /^ dirfd=\S+$/;

/** Where the name as it was given begins, or the folder that it was given in. */
function nextName(names: string, from: number): number {
  const name = names.indexOf(' name=', from);
  const before = name < 0 ? -1 : names.lastIndexOf(' ', name - 1);
  return before >= from && FOLDER.test(names.slice(before, name)) ? before : name;
}

function told(call: Call, file: FileFact): Told {
  if (!call.process.isFirstSight(`${file.operation} ${file.path}`)) return PART;
  return { kind: 'record', record: recordAt(call, { file }) };
}

/** `unlink`, `rename`, `chmod` and their like: the path that they changed. */
export function changed(operation: FileFact['operation'], argument: string): (call: Call) => Told {
  const pattern = new RegExp(`^res=(?:-?\\d+)\\S* (?:.* )?${argument}=(.*?)(?: (?:flags|mode)=\\S*)* ?$`);
  return (call) => {
    if (resultOf(call.info) !== 0) return FAILED;
    const text = pattern.exec(call.info)?.[1];
    if (text === undefined || text === '') return PART;
    const resolved = /\((\/.*)\)$/.exec(text)?.[1] ?? (argument === 'fd' ? (descriptorOf(text)?.name ?? text) : text);
    return { kind: 'record', record: recordAt(call, { file: { operation, path: absolutePath(resolved, call.process.program.cwd) } }) };
  };
}
