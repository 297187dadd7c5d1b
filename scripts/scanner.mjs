// @ts-check
/**
 * Compiles the scanner of Tetragon's lines (AssemblyScript, a TypeScript that becomes WebAssembly) into a module that holds its bytes.
 * `--check` compares instead of writing.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './bundle.mjs';

const FOLDER = 'src/ingest/formats/tetragon/assembly';
const MODULE = join(ROOT, 'src/ingest/formats/tetragon/scanner-bytes.ts');
/** As text on lines that an editor can show. */
const LINE_CHARACTERS = 120;

/**
 * What the module must hold, compiled from the sources as they are now. Throws what the compiler could not compile.
 * @returns {Promise<string>}
 */
export async function scannerModule() {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let binary;
  const sources = new Map(
    readdirSync(join(ROOT, FOLDER)).map((name) => [`${FOLDER}/${name}`, readFileSync(join(ROOT, FOLDER, name), 'utf8')]),
  );
  const { error, stderr } = await asc.main(
    [
      ...[`${FOLDER}/index.ts`, '--outFile', 'scanner.wasm', '-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'],
      // All that `room.ts` gives out: growing room by room takes three times as long as all else at the start.
      ...['--initialMemory', '226'],
      // Sizes and addresses have 32 bits here.
      ...['--disableWarning', '201', '--use', 'abort='],
    ],
    {
      readFile: (name) => sources.get(name.replaceAll('\\', '/')) ?? null,
      writeFile: (_name, contents) => {
        binary = typeof contents === 'string' ? Buffer.from(contents) : contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || binary === undefined) throw new Error(`the scanner could not be compiled\n${stderr.toString()}`);
  const text = Buffer.from(binary).toString('base64');
  const lines = text.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return `// Made by \`npm run scanner\` from the folder assembly, which it must be made of again after each change there.

/** The scanner as WebAssembly, in base64. */
export const SCANNER_BYTES = \`
${lines.join('\n')}
\`;
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await scannerModule();
  if (!process.argv.includes('--check')) writeFileSync(MODULE, made);
  else if (readFileSync(MODULE, 'utf8') !== made) {
    console.error('workbench: scanner-bytes.ts is not what its sources make: run `npm run scanner`.');
    process.exitCode = 1;
  }
}
