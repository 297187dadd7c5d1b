import { UserError } from '../model/error.js';

/** First major of Node that runs better-sqlite3 13. *Source:* `engines` of that package. */
const NODE_OF_13 = 22;

/**
 * SQLite for the Node that runs this. Loading this module throws a `UserError` where its package was left out of the installation.
 *
 * Two majors are needed: better-sqlite3 13 crashes on Node 20, and 12 aborts on Node 24.19 and newer, whose `node::ObjectWrap` takes for
 * granted that a statement is never collected outside of JavaScript. *Source:* `node_object_wrap.h` of Node 24.19, `~ObjectWrap`.
 */
export const Database = await load();

async function load() {
  try {
    if (Number.parseInt(process.versions.node, 10) >= NODE_OF_13) return (await import('better-sqlite3-13')).default;
    return (await import('better-sqlite3')).default;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError(
      `SQLite is not installed for Node ${process.versions.node}`,
      'run npm install again; on Node 20 it needs a C++ toolchain, since better-sqlite3 is compiled where there is no binary of it',
    );
  }
}
