import { readFileSync } from 'node:fs';
import { PACKAGE_FOLDER } from './package-folder.js';

/** Version of the installed package. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8'));
  const found = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof found !== 'string') throw new Error('package.json has no version');
  return found;
}
