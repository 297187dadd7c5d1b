// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Nothing of this machine: a home of its own, UTC, every colour. Without CI, under which Ink draws only its last frame.
 * @param {string} home
 */
export function environment(home) {
  const variables = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: home };
  return { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TZ: 'UTC', TERM: 'xterm-256color', COLORTERM: 'truecolor', ...variables };
}

/**
 * Makes the home one of somebody who was greeted before: pictures show what one sees every day.
 * @param {string} home
 */
export function greeted(home) {
  mkdirSync(join(home, 'workbench'), { recursive: true });
  writeFileSync(join(home, 'workbench', 'greeted'), '');
}
