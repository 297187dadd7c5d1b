import { basename } from 'node:path';

/** The case's name without what makes it unique among the cases of the data folder. */
export function titleOfCase(path: string): string {
  return basename(path, '.case').replace(/-[0-9a-f]{12}$/, '');
}
