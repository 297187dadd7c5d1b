// @ts-check
/** Reads the project's pages as a stranger would: links lead somewhere, commands exist, decisions have their form. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refusedCommands } from './docs/commands.mjs';
import { malformedDecisions } from './docs/decisions.mjs';
import { brokenLinks } from './docs/links.mjs';
import { documents, ROOT } from './docs/markdown.mjs';
import { helpPages, programUsage } from './docs/usage.mjs';
import { forbiddenWords } from './docs/words.mjs';

const pages = documents('*.md');
const decisions = pages.filter((page) => page.path.startsWith('docs/decisions/'));
const everything = documents('*.md', '*.ts', '*.tsx', '*.mjs', '*.json', '*.yaml', '*.yml', '.ci/*', ':!package-lock.json');

const found = [...brokenLinks(pages), ...malformedDecisions(decisions), ...forbiddenWords(everything), ...commandProblems()];
for (const line of found) console.error(line);
if (found.length === 0) console.log(`docs: ${pages.length} pages, links, commands and ${decisions.length} decisions hold`);
process.exitCode = found.length === 0 ? 0 : 1;

function commandProblems() {
  if (!existsSync(join(ROOT, 'dist/cli/main.js'))) return ['dist/cli/main.js is not built: run npm run build'];
  const usageOf = programUsage();
  return refusedCommands([...pages, ...helpPages(usageOf)], usageOf);
}
