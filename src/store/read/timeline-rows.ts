import type { CaseView } from '../../model/case-view.js';
import { executedImages } from '../../model/process.js';
import type { TimeUs } from '../../model/time.js';
import { TIMELINE_KINDS, type TimelineEntry, type TimelineKind } from '../../model/timeline.js';
import { closeSummary, execSummary, exitSummary, openSummary } from '../../model/timeline-summary.js';
import type { CaseDatabase } from '../database.js';
import { KINDS, UNTIMED } from '../moments/moment-columns.js';
import type { MomentPage } from '../moments/moment-page.js';
import { eventPlaces } from '../pages/fact-events.js';
import { EventTellings, type Telling } from './event-tellings.js';
import { processRef } from './process-rows.js';
import { SourceNames, told } from './rows.js';

/** Something that happened, as pages hold it. `us`: absent for one without a time. */
export interface Moment {
  readonly us?: TimeUs;
  readonly ns: number;
  readonly kind: TimelineKind;
  /** The process, connection or event that is told of. */
  readonly ref: number;
  /** Which of a process's images. */
  readonly part: number;
  /** Who it happened to, 0 for nobody. */
  readonly process: number;
}

/** The moment at this place of a page. */
export function momentAt(page: MomentPage, at: number): Moment {
  const us = page.us[at] ?? UNTIMED;
  const what = page.whats[at] ?? 0;
  return {
    ...(us === UNTIMED ? {} : { us }),
    ns: Math.floor(what / KINDS),
    kind: TIMELINE_KINDS[what % KINDS] ?? 'line',
    ref: page.refs[at] ?? 0,
    part: page.parts[at] ?? 0,
    process: page.processes[at] ?? 0,
  };
}

/** Who something happened to: a process, and what is known of its container. */
interface OwnerRow {
  readonly id: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly node: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container_name: string | null;
}

/** A container that nothing names is known by its short id. */
const OWNER = `
  select p.id, p.exec_id, p.pid, p.binary, p.arguments, p.node, c.namespace, c.pod,
    coalesce(c.name, case when c.pod is null then nullif(substr(c.container_id, 1, 12), '') end) as container_name
  from process p left join container c on c.id = p.container where p.id = ?`;

const EXIT_EVENT = `
  select x.event from process_image pi join exit_fact x on x.image = pi.image where pi.process = ?
  order by x.time_us desc, x.time_ns desc, x.event desc limit 1`;

/** Reads entries of the timeline from moments: a page of them, each with a look-up or two. */
export class TimelineReader {
  readonly #view: CaseView;
  readonly #names: SourceNames;
  readonly #owner;
  readonly #exit;
  readonly #placeOf;
  readonly #events: EventTellings;

  constructor(database: CaseDatabase, view: CaseView) {
    this.#view = view;
    this.#names = new SourceNames(database);
    this.#owner = database.prepare<[number], OwnerRow>(OWNER);
    this.#exit = database.prepare<[number], number>(EXIT_EVENT).pluck();
    this.#placeOf = eventPlaces(database);
    this.#events = new EventTellings(database, this.#names, this.#placeOf);
  }

  entry(moment: Moment, id: number): TimelineEntry {
    const owner = moment.process === 0 ? undefined : this.#owner.get(moment.process);
    return {
      id,
      kind: moment.kind,
      ...(moment.us === undefined ? {} : { atUs: moment.us, atNs: moment.ns }),
      ...(owner === undefined
        ? {}
        : {
            process: processRef(owner),
            ...told({ node: owner.node, namespace: owner.namespace, pod: owner.pod, containerName: owner.container_name }),
          }),
      ...this.#telling(moment),
    };
  }

  #telling({ kind, ref, part }: Moment): Telling {
    switch (kind) {
      case 'start':
        return this.#image(ref, undefined);
      case 'exec':
        return this.#image(ref, part);
      case 'exit':
        return this.#ended(ref);
      case 'connect':
      case 'accept':
      case 'listen':
      case 'close':
        return this.#connection(kind, ref);
      case 'finding':
        throw new Error('findings are no moments');
      default:
        return this.#events.telling(kind, ref);
    }
  }

  #image(processId: number, part: number | undefined): Telling {
    const process = this.#view.process(processId);
    const images = process === undefined ? [] : part === undefined ? executedImages(process) : process.images.slice(part);
    const evidence = images[0]?.evidence;
    return { summary: execSummary(images[0], part !== undefined), ...(evidence === undefined ? {} : { evidence }) };
  }

  #ended(processId: number): Telling {
    const process = this.#view.process(processId);
    const event = this.#exit.get(processId);
    const place = event === undefined ? undefined : this.#placeOf(event);
    return {
      summary: exitSummary(process),
      ...(place === undefined ? {} : { evidence: this.#names.evidence(place.source, place.line) }),
    };
  }

  #connection(kind: 'connect' | 'accept' | 'listen' | 'close', connectionId: number): Telling {
    const connection = this.#view.connection(connectionId);
    if (connection === undefined) throw new Error(`no connection ${connectionId}`);
    const summary = kind === 'close' ? closeSummary(connection) : openSummary(connection);
    const evidence = kind === 'close' ? connection.evidence.at(-1) : connection.evidence[0];
    return { summary, connectionId, ...(evidence === undefined ? {} : { evidence }) };
  }
}
