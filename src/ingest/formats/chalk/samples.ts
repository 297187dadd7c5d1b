import type { SourceSample } from '../../format.js';

const LEGACY =
  '{"_OPERATION":"heartbeat","_TIMESTAMP":1695414149440,"_OP_HOSTNAME":"8ceb650f2714","_OP_TCP_SOCKET_INFO":[["0.0.0.0","9999","0.0.0.0","0","LISTEN","0","27973"]]}';
const MODERN =
  '{ "_OPERATION" : "heartbeat", "_TIMESTAMP" : 1795189830038, "_CHALKS" : [{ "CHALK_ID" : "FVV2A1-Y8RW-V99B-MB2EFF" }], "_ACTION_ID" : "53f915a880f3ef07", "_EXEC_ID" : "bfc230aed3568369", "_OP_TCP_SOCKET_INFO" : [["0.0.0.0", 5432, "0.0.0.0", 0, "LISTEN", 0, 173871]] }';
const OTHER = MODERN.replace('53f915a880f3ef07', '9d6e1f3894427a4c');
const HEARTBEAT = 'record heartbeat';

/** Pieces of chalk's output as its sinks and collectors leave it. */
export const CHALK_SAMPLES: readonly SourceSample[] = [
  { lines: [`[${LEGACY}]`], gives: [HEARTBEAT] },
  { lines: [`[ ${MODERN}, ${OTHER} ][ ${LEGACY} ]`], gives: [HEARTBEAT, HEARTBEAT, HEARTBEAT] },
  { lines: ['[', '  {', '    "_OPERATION": "build",', '    "_CHALKS": []', '  }', ']'], gives: ['record build'] },
  {
    lines: ['GET /orders 200', `[ ${MODERN} ]`, '{"level":"info","msg":"served"}', ''],
    gives: ['ignored', HEARTBEAT, 'ignored', 'ignored'],
  },
  { lines: ['info:  docker: chalk mark extracted', `api-1  | [ ${MODERN} ]`], gives: ['ignored', HEARTBEAT] },
  { lines: [`{ "$message" : ${JSON.stringify(MODERN)}, "$topic" : "report" }`], gives: [HEARTBEAT] },
  { lines: [`[ ${MODERN} ]`, `[ ${MODERN} ]`], gives: [HEARTBEAT, 'ignored'] },
  { lines: ['[ { "_OPERATION" : "heartbeat", "_TIMEST', `[ ${MODERN} ]`], gives: ['malformed', HEARTBEAT] },
  { lines: [`[ ${MODERN}, { "_OPERATION" : "exec",`], gives: [HEARTBEAT, 'malformed'] },
  { lines: ['{"MAGIC":"dadfedabbadabbed","CHALK_ID":"FVV2A1-Y8RW-V99B-MB2EFF","CHALK_VERSION":"1.1.3"}'], gives: ['record mark'] },
];
