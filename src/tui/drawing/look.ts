import { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from './glyphs.js';
import { ANSI16, MONO, type Theme } from './theme.js';

/** Everything that decides how the same facts are drawn. */
export interface Look {
  readonly isAscii: boolean;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
}

/** The look for a terminal of these abilities. */
export function lookFor(style: { readonly isAscii: boolean; readonly colour: 'none' | 'ansi16' }): Look {
  return {
    isAscii: style.isAscii,
    theme: style.colour === 'none' ? MONO : ANSI16,
    glyphs: style.isAscii ? ASCII_GLYPHS : UNICODE_GLYPHS,
  };
}
