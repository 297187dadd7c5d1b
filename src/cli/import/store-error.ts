import { UserError } from '../../model/error.js';

/** What a store's failure means to a user: a full disk or a broken one is not a bug. Other errors are given back as they are. */
export function explainedStoreError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new UserError(
      `the disk is full: the case ${path} holds what was read until now`,
      'Free space and run the same command again: it goes on from there. Or use another disk with --case FILE.',
    );
  }
  if (code.startsWith('SQLITE_IOERR'))
    return new UserError(`the case ${path} can't be written: ${String(error)}`, 'Check the disk, or use another with --case FILE.');
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new UserError(`the folder of ${path} can't be written`, 'Give another place with --case FILE, or set XDG_DATA_HOME.');
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new UserError(`the case ${path} is damaged`, 'Remove it (workbench cases remove) and import again.');
  return error;
}
