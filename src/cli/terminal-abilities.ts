import type { World } from './world.js';

/**
 * Whether the terminal is known to draw little more than ASCII: the Linux console, whose font has 512 characters at most, and a locale
 * that was set to something other than UTF-8. A locale that is not set says nothing: containers and Windows have none.
 */
export function showsAsciiOnly({ TERM, LC_ALL, LC_CTYPE, LANG }: World['env']): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((one) => one !== undefined && one !== '');
  return TERM === 'linux' || (locale !== undefined && !/utf-?8/i.test(locale));
}
