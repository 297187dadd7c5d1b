import { fileURLToPath } from 'node:url';

/** Absolute path of a published schema, for the line by which editors find it. Spaces would end that line's value. */
export function schemaPath(name: 'answers' | 'lab' | 'lab-key'): string {
  return fileURLToPath(new URL(`../../../docs/schemas/${name}.json`, import.meta.url)).replaceAll(' ', '%20');
}
