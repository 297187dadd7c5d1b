import type { HookCall } from '../../model/detection-case.js';
import type { CaseDatabase } from '../database.js';
import { EventPages } from '../pages/event-pages.js';
import type { SourceNames } from './rows.js';

/** Events with a function's name, as columns. */
interface HookEvents {
  readonly events: Int32Array;
  readonly us: Float64Array;
  readonly ns: Float64Array;
}

/** Every event of a process that names a kernel function or hook, in order of time. Memory: some twenty bytes for each. */
export function* hookCalls(database: CaseDatabase, names: SourceNames): Generator<HookCall> {
  const term = database.prepare<[number], string>('select text from term where id = ?').pluck();
  const process = database.prepare<[number], number>('select process from process_image where image = ?').pluck();
  const pages = new EventPages(database);
  const found = hookEvents(pages);
  const { us, ns } = found;
  const order = Uint32Array.from(us.keys()).sort(
    (a, b) => timeOf(us[a]) - timeOf(us[b]) || (ns[a] ?? 0) - (ns[b] ?? 0) || (found.events[a] ?? 0) - (found.events[b] ?? 0),
  );
  const texts = new Map<number, string>();
  const textOf = (id: number) => {
    const text = texts.get(id) ?? term.get(id) ?? '';
    texts.set(id, text);
    return text;
  };
  for (const place of order) {
    const event = found.events[place] ?? 0;
    const page = pages.pageOf(event);
    const at = event - (page?.first ?? 0);
    const processId = page === undefined ? undefined : process.get(page.value('image', at));
    if (page === undefined || processId === undefined) continue;
    const policy = page.value('policy', at);
    const isKey = policy !== 0 && names.format(page.source) === 'auditd';
    const atUs = us[place] ?? Number.NaN;
    yield {
      processId,
      functionName: textOf(page.value('functionName', at)),
      ...(isKey ? { auditKey: textOf(policy) } : {}),
      ...(Number.isNaN(atUs) ? {} : { atUs }),
      evidence: names.evidence(page.source, page.line(at)),
    };
  }
}

/** SQL puts what has no time first. */
function timeOf(us: number | undefined): number {
  return us === undefined || Number.isNaN(us) ? Number.MIN_SAFE_INTEGER : us;
}

function hookEvents(pages: EventPages): HookEvents {
  let events = new Int32Array(1024);
  let us = new Float64Array(1024);
  let ns = new Float64Array(1024);
  let count = 0;
  for (const page of pages.pages()) {
    for (let at = 0; at < page.count; at++) {
      if (page.value('functionName', at) === 0) continue;
      if (count === events.length) {
        events = longer(events, new Int32Array(count * 2));
        us = longer(us, new Float64Array(count * 2));
        ns = longer(ns, new Float64Array(count * 2));
      }
      events[count] = page.first + at;
      us[count] = page.value('us', at);
      ns[count++] = page.value('ns', at);
    }
  }
  return { events: events.subarray(0, count), us: us.subarray(0, count), ns: ns.subarray(0, count) };
}

function longer<Numbers extends Int32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
