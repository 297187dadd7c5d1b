import type { FileFact } from '../../../model/record.js';
import { type AuditEvent, fieldsOfType } from './audit-event.js';
import { argumentValue, type Fields, textValue } from './values.js';

/** The folder that a call was made in. */
export function workingFolder(event: AuditEvent): string | undefined {
  return textValue(fieldsOfType(event, 'CWD')[0]?.get('cwd'));
}

/** A path as the process's folder makes it whole; `undefined` for a relative one when the folder is not told. */
export function absolutePath(path: string, cwd: string | undefined): string | undefined {
  if (path.startsWith('/')) return path;
  return cwd === undefined ? undefined : `${cwd.replace(/\/$/, '')}/${path.replace(/^\.\//, '')}`;
}

const O_ACCMODE = 3;

/** The file that a call opened or cut. A path that is relative to an open folder is taken for one of the process's own folder. */
export function fileFact(name: string, fields: Fields, event: AuditEvent): { readonly file?: FileFact } {
  const paths = fieldsOfType(event, 'PATH').filter((path) => path.get('nametype') !== 'PARENT');
  const named = textValue(paths.at(-1)?.get('name'));
  const path = named === undefined ? undefined : (absolutePath(named, workingFolder(event)) ?? named);
  return path === undefined ? {} : { file: { operation: fileOperation(name, fields, event), path } };
}

function fileOperation(name: string, fields: Fields, event: AuditEvent): FileFact['operation'] {
  if (name === 'creat') return 'write';
  if (name === 'truncate') return 'truncate';
  return openFlags(name, fields, event) % (O_ACCMODE + 1) === 0 ? 'open' : 'write';
}

function openFlags(name: string, fields: Fields, event: AuditEvent): number {
  if (name === 'open') return argumentValue(fields.get('a1')) ?? 0;
  if (name === 'openat') return argumentValue(fields.get('a2')) ?? 0;
  return Number.parseInt(fieldsOfType(event, 'OPENAT2')[0]?.get('oflag') ?? '0', 8) || 0;
}
