// @ts-check
import xterm from '@xterm/headless';
import pty from 'node-pty';
import { runsOf, textOf } from './cells.mjs';

/** @import { Run } from './cells.mjs' */

/**
 * What a person does: waits until the screen says something, looks at it, then presses keys.
 * @typedef {{ readonly awaits?: RegExp, readonly keys?: string, readonly onScreen?: (rows: readonly (readonly Run[])[]) => void }} Step
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
  const screen = () => textOf(runsOf(terminal));
  try {
    for (const { awaits = /(?:)/, keys = '', onScreen } of [...scene.steps, {}]) {
      const startMs = Date.now();
      while (Date.now() - lastWriteMs < QUIET_MS || !awaits.test(screen())) {
        if (exit !== '') throw new Error(`${exit} and this screen:\n${screen()}`);
        if (Date.now() - startMs > PATIENCE_MS) throw new Error(`waited in vain for ${awaits} on this screen:\n${screen()}`);
        await new Promise((resume) => setTimeout(resume, 50));
      }
      onScreen?.(runsOf(terminal));
      lastWriteMs = Date.now();
      child.write(keys);
    }
    return runsOf(terminal);
  } finally {
    child.kill();
    terminal.dispose();
  }
}
