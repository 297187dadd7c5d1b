// @ts-check
import xterm from '@xterm/headless';
import pty from 'node-pty';
import { runsOf, textOf } from './cells.mjs';

/** @import { Run } from './cells.mjs' */

/**
 * What a person does: waits for a text to stand on the screen, then presses keys.
 * @typedef {{ readonly awaits?: string, readonly keys?: string }} Step
 * @typedef {{ readonly command: string, readonly args: readonly string[], readonly env: Record<string, string>, readonly cwd: string, readonly columns: number, readonly rows: number, readonly steps: readonly Step[] }} Scene
 */

/** Nothing written for this long: the program waits for a key. */
const QUIET_MS = 400;
const PATIENCE_MS = 60_000;

/**
 * The screen of a program on a real pseudo-terminal after the last step, one list of runs a row.
 * Throws when a text does not come or the program ends before.
 * @param {Scene} scene
 * @returns {Promise<readonly (readonly Run[])[]>}
 */
export async function capture(scene) {
  const { columns: cols, rows } = scene;
  const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const child = pty.spawn(scene.command, [...scene.args], { cols, rows, cwd: scene.cwd, env: scene.env, name: 'xterm-256color' });
  let lastWriteMs = Date.now();
  let exit = '';
  child.onExit(({ exitCode }) => {
    exit = `the program ended with ${exitCode}`;
  });
  child.onData((data) => {
    lastWriteMs = Date.now();
    terminal.write(data);
  });
  try {
    for (const { awaits = '', keys = '' } of [...scene.steps, {}]) {
      await until(
        () => {
          if (exit !== '') throw new Error(`${exit} and this screen:\n${textOf(runsOf(terminal))}`);
          return Date.now() - lastWriteMs > QUIET_MS && textOf(runsOf(terminal)).includes(awaits);
        },
        `${awaits || 'quiet'} on this screen:\n${textOf(runsOf(terminal))}`,
      );
      lastWriteMs = Date.now();
      child.write(keys);
    }
    return runsOf(terminal);
  } finally {
    child.kill();
    terminal.dispose();
  }
}

/**
 * @param {() => boolean} isSo
 * @param {string} wanted
 */
async function until(isSo, wanted) {
  const startMs = Date.now();
  while (!isSo()) {
    if (Date.now() - startMs > PATIENCE_MS) throw new Error(`waited in vain for ${wanted}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
