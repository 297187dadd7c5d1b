import type { EvidenceRef } from '../model/source.js';
import type { JsonObject } from './json.js';

/**
 * Where a line was read, as SARIF places it. The columns are those of the line's first character: how long a line is, no fact of a
 * case tells, and GitHub wants both ends of a region.
 */
export function physicalLocation({ source, line }: EvidenceRef, workingFolder: string): JsonObject {
  const at = Math.max(1, line);
  return {
    artifactLocation: { uri: sourceUri(source, workingFolder) },
    region: { startLine: at, startColumn: 1, endLine: at, endColumn: 2 },
  };
}

/**
 * The path as a URI reference relative to the working folder, which CI keeps the same from run to run; a file outside of it is named
 * by its whole path. Never empty: GitHub refuses a result without a place. *Source:* SARIF 2.1.0 §3.4.3, RFC 3986 §4.2.
 */
export function sourceUri(path: string, workingFolder: string): string {
  if (path === '-' || path === '') return 'standard-input';
  const inside = path.startsWith('/') ? insideFolder(path, workingFolder) : path;
  if (inside === undefined) return `file://${encoded(path)}`;
  const segments = inside.split('/').filter((segment) => segment !== '.' && segment !== '');
  const uri = encoded(segments.join('/'));
  return uri === '' ? 'standard-input' : uri;
}

function insideFolder(path: string, folder: string): string | undefined {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** A file name may hold any byte but a slash: half a surrogate pair, which no URI can carry, becomes U+FFFD. */
function encoded(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
