import { ASCII_GLYPHS, type Glyphs, SPOKEN_GLYPHS, UNICODE_GLYPHS } from './glyphs.js';
import { MONO, THEMES, type Theme, type ThemeName } from './theme.js';

/** Everything that decides how the same facts are drawn. */
export interface Look {
  readonly isAscii: boolean;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
}

/** The look for a terminal of these abilities. Without colour every theme is the one that has none. */
export function lookFor(style: { readonly isAscii: boolean; readonly colour: 'none' | 'ansi16'; readonly theme?: ThemeName }): Look {
  return {
    isAscii: style.isAscii,
    theme: style.colour === 'none' ? MONO : THEMES[style.theme ?? 'auto'],
    glyphs: style.isAscii ? ASCII_GLYPHS : UNICODE_GLYPHS,
  };
}

/** The look of lines that are read aloud: words in place of signs, and the text of a capture as it is. */
export const SPOKEN: Look = { isAscii: false, theme: MONO, glyphs: SPOKEN_GLYPHS };
