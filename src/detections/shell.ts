import type { ImageChange } from '../model/process.js';
import { isHomeless, isInTemporaryFolder, isInterpreterName, isShellName, type Program, programOf } from './programs.js';

/**
 * Where a shell takes its commands from. `interactive`: it was told to be (`-i`, `-l`). `stdin`: nothing else was given, so from its
 * standard input. `command`: from `-c`. `script`: from a file.
 */
export type ShellKind = 'interactive' | 'stdin' | 'command' | 'script';

/** As much of an image as tells how it was started. */
export type Started = Pick<ImageChange, 'binary' | 'arguments'> & { readonly knownFrom?: ImageChange['knownFrom'] };

const OPTION = /^[-+][A-Za-z]*$|^--/;
const LONG_INTERACTIVE = new Set(['--login', '--interactive']);
/** Long options of bash that take the next word: not a script. */
const TAKES_WORD = new Set(['--rcfile', '--init-file', '-o', '+o', '-O', '+O']);

/**
 * How the shell that an image is takes its commands; `undefined` for an image that is no shell. One that ran before the source began, with
 * arguments that nobody told, is taken for one that runs a script: most do.
 */
export function shellKind(image: Started): ShellKind | undefined {
  const program = programOf(image);
  if (program === undefined || !isShellName(program.name)) return undefined;
  if (isUntold(image)) return 'script';
  return kindOfWords(words(program.arguments));
}

/** True when whoever writes to its standard input commands it. */
export function isCommandedByInput(kind: ShellKind | undefined): boolean {
  return kind === 'interactive' || kind === 'stdin';
}

/** True when the arguments are absent because the source began after the program, and not because there were none. */
function isUntold({ arguments: words, knownFrom }: Started): boolean {
  return words === undefined && (knownFrom === 'procfs' || knownFrom === 'inferred');
}

function kindOfWords(argv: readonly string[]): ShellKind {
  const options = leadingOptions(argv);
  const operand = argv[options.length];
  const short = options.filter((word) => word.startsWith('-') && !word.startsWith('--')).join('');
  if (short.includes('c')) return 'command';
  if (operand !== undefined && operand !== '-' && operand !== '--' && !short.includes('s')) return 'script';
  return /[il]/.test(short) || options.some((word) => LONG_INTERACTIVE.has(word)) ? 'interactive' : 'stdin';
}

/** The words before the first operand, those that an option takes included. */
function leadingOptions(argv: readonly string[]): readonly string[] {
  let count = 0;
  while (OPTION.test(argv[count] ?? '') && argv[count] !== '--' && argv[count] !== '-') count += TAKES_WORD.has(argv[count] ?? '') ? 2 : 1;
  return argv.slice(0, count);
}

const INLINE_OPTION: Readonly<Record<string, RegExp>> = {
  python: /^-[A-Za-z]*c/,
  pypy: /^-[A-Za-z]*c/,
  perl: /^-[A-Za-z0-9]*[eE]/,
  ruby: /^-[a-z]*e/,
  php: /^-[rBR]/,
  lua: /^-e/,
  luajit: /^-e/,
  node: /^(?:-[ep]|-pe|--eval|--print)/,
  nodejs: /^(?:-[ep]|-pe|--eval|--print)/,
  deno: /^eval$/,
  bun: /^-e/,
  expect: /^-c/,
  Rscript: /^-e/,
  julia: /^-[eE]/,
  guile: /^-c/,
  pwsh: /^-(?:c|Command|e|enc)/i,
  groovy: /^-e/,
  scala: /^-e/,
  elixir: /^-e/,
  erl: /^-(?:eval|run|s)/,
};
const AWKS = new Set(['awk', 'gawk', 'mawk', 'nawk', 'original-awk']);
const WORDS_READ = 6;

/** True for a program that nobody installed: given as text, without a file, or with one where anybody may write. */
export function isForeign(image: Started): boolean {
  return isHomeless(image) || isImprovisedProgram(image);
}

/**
 * True when an interpreter was given its program as text on the command line or on standard input, or as a file that lies where
 * anybody may write: nobody installed that program.
 */
export function isImprovisedProgram(image: Started): boolean {
  const program = programOf(image);
  if (program === undefined || isUntold(image) || !isInterpreterName(program.name)) return false;
  const argv = words(program.arguments).slice(0, WORDS_READ);
  if (AWKS.has(program.name)) return !argv.some((word) => word.startsWith('-f'));
  return isInline(program, argv);
}

/** True for a program, or an interpreter's file, that lies where anybody may write. */
export function liesInTemporaryFolder(image: Started): boolean {
  if (isInTemporaryFolder(image.binary ?? '')) return true;
  const program = programOf(image);
  if (program === undefined || !isInterpreterName(program.name)) return false;
  const argv = words(program.arguments).slice(0, WORDS_READ);
  return isInTemporaryFolder(argv.find((word) => !word.startsWith('-')) ?? '') && !isGivenAsText(program, argv);
}

function isGivenAsText(program: Program, argv: readonly string[]): boolean {
  const inline = INLINE_OPTION[program.name.replace(/[\d.]+$/, '')];
  return argv.some((word) => inline?.test(word) === true);
}

function isInline(program: Program, argv: readonly string[]): boolean {
  if (argv.length === 0 || argv[0] === '-') return true;
  const inline = INLINE_OPTION[program.name.replace(/[\d.]+$/, '')];
  for (const word of argv) {
    if (inline?.test(word) === true) return true;
    if (!word.startsWith('-')) return isInTemporaryFolder(word);
  }
  return false;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
