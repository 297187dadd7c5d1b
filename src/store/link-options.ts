import type { OutboundCallColumns } from '../model/link/outbound-calls.js';
import type { SocketsAhead } from './link/sockets-ahead.js';

/** Grows with every change of what linking gives: a case that an older one linked is linked anew. */
export const LINKED_BY = 9;

/** How links are to be worked out. */
export interface LinkOptions {
  readonly lateAfterSeconds: number;
  /** Socket facts that another thread reads meanwhile. */
  readonly sockets?: SocketsAhead;
  /** Called between steps: after `most`, much of what was in memory is not needed any more. */
  readonly betweenSteps?: (after?: 'most') => void;
  /**
   * Called once what rules ask of the case can be read by others, while the rest is worked out: only where nothing was linked before. Given all outbound
   * calls, since rules go through all of them.
   */
  readonly whenJudgeable?: (calls: OutboundCallColumns) => void;
}
