import type { EventFamily } from './event-class.js';
import { FILE_EVENTS, HOOK_EVENTS } from './file-events.js';
import { CONNECTION_EVENTS, DNS_EVENTS } from './network-events.js';
import { PROCESS_EVENTS } from './process-events.js';

/** Every event that rules may be asked about, by the facts it is made of. */
export const EVENT_FAMILIES: readonly EventFamily[] = [PROCESS_EVENTS, CONNECTION_EVENTS, DNS_EVENTS, FILE_EVENTS, HOOK_EVENTS];
