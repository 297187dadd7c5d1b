import { fileURLToPath } from 'node:url';
import { PACKAGE_FOLDER } from '../package-folder.js';

/** Absolute path of a published schema, for the line by which editors find it. Spaces would end that line's value. */
export function schemaPath(name: 'answers' | 'lab' | 'lab-key'): string {
  return fileURLToPath(new URL(`docs/schemas/${name}.json`, PACKAGE_FOLDER)).replaceAll(' ', '%20');
}
