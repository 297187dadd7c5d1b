import { printable } from '../../model/printable.js';
import { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from '../../tui/drawing/glyphs.js';
import { ANSI16, type Role } from '../../tui/drawing/theme.js';
import type { StyleOptions } from '../options/output-options.js';
import { showsAsciiOnly } from '../terminal-abilities.js';
import type { World } from '../world.js';

/** How text for a person is drawn. */
export interface TextStyle {
  readonly isColour: boolean;
  readonly isAscii: boolean;
  readonly glyphs: Glyphs;
  /** Columns of the terminal that the text goes to; absent when it goes elsewhere and is not cut. */
  readonly columns?: number;
}

/** The style that options, environment and terminal ask for. Nothing that goes to a file or a pipe is coloured or cut. */
export function textStyle(world: Pick<World, 'stdout' | 'env'>, options: StyleOptions & { readonly output?: string }): TextStyle {
  const isScreen = world.stdout.isTTY === true && (options.output === undefined || options.output === '-');
  const isAscii = options.ascii ?? (isScreen && showsAsciiOnly(world.env));
  return {
    isColour: isScreen && isColourWanted(world.env, options.color),
    isAscii,
    glyphs: isAscii ? ASCII_GLYPHS : UNICODE_GLYPHS,
    ...(isScreen && world.stdout.columns !== undefined && { columns: world.stdout.columns }),
  };
}

/** Whether colour is wanted at all: `NO_COLOR` with any text in it, `TERM=dumb` and `--no-color` say no. */
export function isColourWanted(env: World['env'], option: boolean): boolean {
  return option && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

/** Captured text made safe, in the colour of what it means. */
export function paint(text: string, role: Role | undefined, style: TextStyle): string {
  const safe = printable(text, style);
  const sgr = role === undefined || !style.isColour ? '' : ANSI16.sgr[role];
  return safe === '' || sgr === '' ? safe : `\u001b[${sgr}m${safe}\u001b[0m`;
}
