import { basename, dirname, resolve } from 'node:path';

const ENDINGS = /(?:\.(?:jsonl?|ndjson|log|txt|gz|zst|scap|out))+$/i;
/** What rotation adds: a number, or the time it happened at. */
const ROTATION = /[-_.](?:\d{1,4}|\d{4}-?\d\d-?\d\d(?:[T_-]?\d\d[-:.]?\d\d(?:[-:.]?\d\d(?:[.,]\d+)?)?Z?)?)$/;

/** The file's name without what says how it is packed and how often it was rotated: siblings of one log have one. */
function stemOf(path: string): string {
  let stem = basename(path);
  for (let before = ''; before !== stem; ) {
    before = stem;
    const bare = stem.replace(ENDINGS, '').replace(ROTATION, '');
    if (bare !== '') stem = bare;
  }
  return stem;
}

/** A file as far as naming goes. `path` is what is shown, `file` what is read. */
interface NamedFile {
  readonly path: string;
  readonly file: string;
}

/**
 * What to call the nodes of sources that name none: after their files, with as much of the folders before it as tells files of several
 * folders apart, since these are of several machines. `known`: absolute paths of sources that the case holds.
 */
export function nodeNames(files: readonly NamedFile[], known: readonly string[]): ReadonlyMap<string, string> {
  const folders = new Map<string, Set<string>>();
  for (const path of [...files.map(({ file }) => resolve(file)), ...known]) {
    const stem = stemOf(path);
    folders.set(stem, (folders.get(stem) ?? new Set<string>()).add(dirname(path)));
  }
  return new Map(
    files.map(({ path, file }) => [file, path === '-' ? 'stdin' : nodeName(resolve(file), folders.get(stemOf(file)) ?? new Set())]),
  );
}

function nodeName(path: string, folders: ReadonlySet<string>): string {
  const own = dirname(path);
  const others = [...folders].filter((folder) => folder !== own);
  if (others.length === 0) return stemOf(path);
  const parts = own.split('/').filter((part) => part !== '');
  for (let shown = 1; shown < parts.length; shown++) {
    const suffix = parts.slice(-shown).join('/');
    if (!others.some((other) => other.endsWith(`/${suffix}`))) return `${suffix}/${stemOf(path)}`;
  }
  return [...parts, stemOf(path)].join('/');
}
