import { renderToString } from 'ink';
import { createElement } from 'react';
import { Screen } from '../../src/tui/components/screen.js';
import { type Played, plain } from './play.js';

/** The whole screen as a terminal of the program's size would show it: no styles, no spaces at the ends of lines. */
export function drawnScreen(game: Played): string {
  const { columns } = game.store.state().size;
  const drawn = renderToString(createElement(Screen, { store: game.store, onInput: () => undefined }), { columns });
  return drawn.split('\n').map(plain).join('\n').trimEnd();
}
