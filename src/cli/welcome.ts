import { createInterface } from 'node:readline';
import { printable } from '../model/printable.js';
import { titleOfCase } from './case-title.js';
import { type KnownCase, listCases } from './import-session.js';
import { bytesText } from './text/wording.js';
import type { World } from './world.js';

/** As many as one line each leaves in sight, and one digit chooses from. */
const MOST_SHOWN = 9;

/**
 * The words that the program goes on with when it was called with none: the case that was chosen to be opened, or nothing when the user
 * wants none. `undefined` when there is no case to choose, or nobody at a terminal to ask.
 */
export async function chosenWords(world: World): Promise<readonly string[] | undefined> {
  if (world.stdin.isTTY !== true || world.stdout.isTTY !== true) return undefined;
  const cases = listCases();
  if (cases.length === 0) return undefined;
  world.stdout.write(`${choiceLines(cases).join('\n')}\n`);
  const chosen = await choice(world, cases.slice(0, MOST_SHOWN));
  return chosen === undefined ? [] : ['open', chosen.path];
}

/** The newest cases with the digit that opens each. */
export function choiceLines(cases: readonly KnownCase[]): readonly string[] {
  const shown = cases.slice(0, MOST_SHOWN);
  const width = Math.max(...shown.map(({ path }) => titleOfCase(path).length));
  const rows = shown.map(({ path, sizeBytes, modifiedMs }, at) => {
    const time = new Date(modifiedMs).toISOString().slice(0, 16).replace('T', ' ');
    return `  ${at + 1}  ${printable(titleOfCase(path)).padEnd(width)}  ${time} UTC  ${bytesText(sizeBytes)}`;
  });
  const more = cases.length - shown.length;
  return [
    'Cases, newest first:',
    ...rows,
    ...(more === 0 ? [] : [`     and ${more} more: workbench cases lists them`]),
    'New events: workbench open FILES. Everything else: workbench --help.',
  ];
}

async function choice(world: World, cases: readonly KnownCase[]): Promise<KnownCase | undefined> {
  const lines = createInterface({ input: world.stdin, output: world.stdout });
  const ask = `Open (Enter: ${printable(titleOfCase(cases[0]?.path ?? ''))}, q: none): `;
  try {
    for (;;) {
      const answer = await asked(lines, ask);
      if (answer === undefined || answer === 'q') return undefined;
      const found = cases[answer === '' ? 0 : Number(answer) - 1];
      if (found !== undefined) return found;
      world.stdout.write(`There is no ${printable(answer)}.\n`);
    }
  } finally {
    lines.close();
  }
}

/** The line that was typed; nothing when the input ended or was interrupted. */
function asked(lines: ReturnType<typeof createInterface>, question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    lines.once('close', () => resolve(undefined));
    lines.question(question, (answer) => resolve(answer.trim()));
  });
}
