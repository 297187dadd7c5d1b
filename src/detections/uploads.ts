/** Options by which a program sends files away, by program. */
const UPLOAD: Readonly<Record<string, RegExp>> = {
  curl: /(?:^|\s)(?:-T|--upload-file|-F|--form)(?:\s|=)|(?:^|\s)-[A-Za-z]*T\s|(?:^|\s)(?:-d|--data(?:-binary|-raw|-ascii|-urlencode)?)(?:\s+|=)["']?(?:\w+=?)?@/,
  wget: /--(?:post|body)-file(?:\s|=)/,
  scp: /\s\S*[^\s/:]+:\S*\s*$/,
  rsync: /\s\S*[^\s/:]+::?\S*\s*$/,
  rclone: /(?:^|\s)(?:copy|copyto|sync|move|moveto|rcat)\s/,
  aws: /(?:^|\s)s3\s+(?:cp|mv|sync)\s.*\ss3:\/\/\S*\s*$/,
  gsutil: /(?:^|\s)(?:cp|mv|rsync)\s.*\sgs:\/\/\S*\s*$/,
  azcopy: /(?:^|\s)(?:copy|cp|sync)\s/,
  mc: /(?:^|\s)(?:cp|mv|mirror|pipe)\s/,
};

/** The part of a command line that says that a file is sent away, or nothing. Evidence only: a renamed tool says nothing. */
export function uploadedBy(name: string, words: string): string | undefined {
  return UPLOAD[name]?.exec(words)?.[0].trim();
}

const ARCHIVERS = new Set('tar bsdtar zip 7z 7za 7zr gzip pigz bzip2 xz zstd lz4 rar cpio ar split'.split(' '));
const DUMPERS = new Set('pg_dump pg_dumpall mysqldump mariadb-dump mongodump mongoexport redis-dump etcdctl sqlite3'.split(' '));

/** True for a program that packs files. */
export const isArchiver = (name: string): boolean => ARCHIVERS.has(name);

/** True for a program that takes the contents of a data store. */
export const isDumper = (name: string): boolean => DUMPERS.has(name);

const UNPACKS: Readonly<Record<string, RegExp>> = {
  tar: /(?:^|\s)(?:-?[a-zA-Z]*[xt][a-zA-Z]*(?:\s|$)|--(?:extract|list|get|diff|compare)\b)/,
  gzip: /(?:^|\s)(?:-[a-zA-Z0-9]*[dlt]|--(?:decompress|list|test)\b)/,
};

/** True for an archiver that packs; one that unpacks or lists brings things in. */
export function isPacking(name: string, words: string): boolean {
  if (!isArchiver(name)) return false;
  const first = words.trim().split(/\s+/)[0] ?? '';
  if (name === 'tar' || name === 'bsdtar')
    return !(/^-?[a-zA-Z]*[xt]/.test(first) || UNPACKS.tar?.test(words) === true) || /^-?[a-zA-Z]*c/.test(first);
  if (name === 'zip' || name === 'rar' || name === 'split' || name === 'cpio' || name === 'ar') return true;
  if (name.startsWith('7z')) return /^(?:a|u)$/.test(first);
  return UNPACKS.gzip?.test(words) !== true;
}
