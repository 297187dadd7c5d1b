import type { ServedPort } from '../../model/served-port.js';
import { clockText, counted, shortBinary } from '../drawing/wording.js';

/** What there is to say of a port, and whether it is worth a second look: nobody uses it, nobody declared it, or it came or went. */
export function portNote(port: ServedPort): { readonly text: string; readonly isOdd: boolean } {
  const { isListening, process, useCount, users, isDeclared, isNew, goneUs } = port;
  const who = process === undefined ? '' : `${shortBinary(process.binary)} (pid ${process.pid}): `;
  const listening = isListening ? [] : ['no listener was seen'];
  const used = useCount === 0 ? 'nobody was seen to connect to it' : `${counted(useCount, 'connection')} from ${usersText(users)}`;
  const declared = isDeclared === undefined ? [] : [isDeclared ? 'declared' : 'not declared'];
  const changed = [
    ...(isNew === true ? ['new since the first heartbeat'] : []),
    ...(goneUs === undefined ? [] : [`gone at ${clockText(goneUs)}`]),
  ];
  return {
    text: `${who}${[...listening, used, ...declared, ...changed].join('; ')}`,
    isOdd: useCount === 0 || isDeclared === false || isNew === true || goneUs !== undefined,
  };
}

const MOST_USERS = 4;

function usersText(users: ServedPort['users']): string {
  const shown = users.slice(0, MOST_USERS).map(({ label }) => label);
  const more = users.length - shown.length;
  return shown.length === 0 ? 'nobody known' : `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
