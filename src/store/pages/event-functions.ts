import type { CaseDatabase } from '../database.js';
import { type EventPage, EventPages } from './event-pages.js';

type Asked = (page: EventPage, at: number) => number;

const FUNCTIONS: Readonly<Record<string, Asked>> = {
  event_source: (page) => page.source,
  event_line: (page, at) => page.line(at),
  event_byte_offset: (page, at) => page.byteOffset(at),
  event_hash: (page, at) => page.value('hash', at),
  event_kind: (page, at) => page.value('kind', at),
  event_us: (page, at) => page.value('us', at),
  event_ns: (page, at) => page.value('ns', at),
  event_image: (page, at) => page.value('image', at) || Number.NaN,
};

/**
 * Lets SQL ask for what is known of an event by its number: `event_us(d.event)`. `null` for what was not told. Pages are read through a
 * connection of their own, which `openPages` opens when the first is asked for: a connection that runs a statement can't run another from
 * within a function of it.
 */
export function addEventFunctions(database: CaseDatabase, openPages: () => CaseDatabase): void {
  let pages: EventPages | undefined;
  for (const [name, asked] of Object.entries(FUNCTIONS)) {
    database.function(name, { deterministic: true }, (event: unknown) => {
      if (typeof event !== 'number') return null;
      pages ??= new EventPages(openPages());
      const page = pages.pageOf(event);
      const value = page === undefined ? Number.NaN : asked(page, event - page.first);
      return Number.isNaN(value) ? null : value;
    });
  }
}
