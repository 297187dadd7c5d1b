/** Options by which a program sends files away, by program. */
const UPLOAD: Readonly<Record<string, RegExp>> = {
  curl: /(?:^|\s)(?:-T|--upload-file|-F|--form)(?:\s|=)|(?:^|\s)-[A-Za-z]*T\s|(?:^|\s)(?:-d|--data(?:-binary|-raw|-ascii|-urlencode)?)(?:\s+|=)["']?(?:\w+=?)?@/,
  wget: /--(?:post|body)-file(?:\s|=)/,
  scp: /\s[^\s/:][^\s:]*:\S*\s*$/,
  rsync: /\s[^\s/:][^\s:]*:\S*\s*$/,
  rclone: /(?:^|\s)(?:copy|copyto|sync|move|moveto|rcat)\s/,
  aws: /(?:^|\s)s3\s+(?:cp|mv|sync)\s.*\ss3:\/\/\S*\s*$/,
  gsutil: /(?:^|\s)(?:cp|mv|rsync)\s.*\sgs:\/\/\S*\s*$/,
  azcopy: /(?:^|\s)(?:copy|cp|sync)\s/,
  mc: /(?:^|\s)(?:cp|mv|mirror|pipe)\s/,
};

/** Arguments may be as long as a stranger likes. */
const WORDS_READ = 2000;

/** True when a command line says that a file is sent away. Evidence only: a renamed tool says nothing. */
export function namesUpload(name: string, words: string): boolean {
  return UPLOAD[name]?.test(words.slice(0, WORDS_READ)) === true;
}

const TAR = /^-?[a-zA-Z]*[cru]|\s-[a-zA-Z]*[cru]|--(?:create|append|update)\b/;
const COMPRESSOR = /^(?!(?:.*\s)?(?:-[a-zA-Z0-9]*[dlt]|--(?:decompress|uncompress|list|test)\b))/s;

/** Programs that pack files, with the arguments by which they do and do not unpack. */
const PACKS: Readonly<Record<string, RegExp>> = {
  tar: TAR,
  bsdtar: TAR,
  zip: /^/,
  '7z': /^[au]\b/,
  '7za': /^[au]\b/,
  rar: /^[au]\b/,
  cpio: /(?:^|\s)-[a-z]*o/,
  gzip: COMPRESSOR,
  pigz: COMPRESSOR,
  bzip2: COMPRESSOR,
  xz: COMPRESSOR,
  zstd: COMPRESSOR,
};
const DUMPERS = new Set(['pg_dump', 'pg_dumpall', 'mysqldump', 'mariadb-dump', 'mongodump', 'mongoexport']);

/** File names of programs that pack or take data, for a look-up by name. */
export const PACKER_FILES: readonly string[] = [...Object.keys(PACKS), ...DUMPERS, 'busybox'];

/** True for a program that packs files, or takes the contents of a data store. */
export function isPacking(name: string, words: string): boolean {
  return DUMPERS.has(name) || PACKS[name]?.test(words.slice(0, WORDS_READ)) === true;
}
