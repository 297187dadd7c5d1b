import type { FileFact } from '../../model/record.js';
import type { TimelineEntry, TimelineKind } from '../../model/timeline.js';
import {
  alertSummary,
  dnsSummary,
  fileSummary,
  flowSummary,
  gapSummary,
  httpSummary,
  lineSummary,
  reportSummary,
} from '../../model/timeline-summary.js';
import type { CaseDatabase } from '../database.js';
import type { EventPlace } from '../pages/fact-events.js';
import { DNS_SELECT, type DnsRow, dnsMessage } from './dns-rows.js';
import { type SourceNames, told } from './rows.js';

/** What an entry says that only its kind has. */
export type Telling = Pick<TimelineEntry, 'summary' | 'connectionId' | 'evidence' | 'node' | 'namespace' | 'pod'>;

/** Kinds of entries that one event tells. */
type EventKind = Exclude<TimelineKind, 'start' | 'exec' | 'exit' | 'connect' | 'accept' | 'listen' | 'close' | 'finding'>;

interface FlowRow {
  readonly protocol: string;
  readonly source_ip: string | null;
  readonly source_port: number | null;
  readonly destination_ip: string | null;
  readonly destination_port: number | null;
  readonly verdict: string | null;
  readonly drop_reason: string | null;
  readonly summary: string | null;
  readonly is_response: number | null;
  readonly method: string | null;
  readonly url: string | null;
  readonly status: number | null;
}

interface LineRow {
  readonly node: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly binary: string | null;
  readonly text: string;
}

/** Reads what single events tell the timeline. */
export class EventTellings {
  readonly #names: SourceNames;
  readonly #placeOf: (event: number) => EventPlace | undefined;
  readonly #dns;
  readonly #file;
  readonly #flow;
  readonly #report;
  readonly #alert;
  readonly #line;

  constructor(database: CaseDatabase, names: SourceNames, placeOf: (event: number) => EventPlace | undefined) {
    this.#names = names;
    this.#placeOf = placeOf;
    this.#dns = database.prepare<[number], DnsRow>(`${DNS_SELECT} where d.event = ?`);
    this.#file = database.prepare<[number], FileFact>('select operation, path from file_fact where event = ?');
    this.#flow = database.prepare<[number], FlowRow>(
      'select * from flow_fact f left join http_fact h on h.event = f.event where f.event = ?',
    );
    this.#report = database.prepare<[number], { readonly operation: string; readonly hostname: string | null }>(
      'select operation, hostname from snapshot_fact where event = ?',
    );
    this.#alert = database.prepare<[number], { readonly rule: string; readonly priority: string | null; readonly output: string }>(
      'select rule, priority, output from alert_fact where event = ?',
    );
    this.#line = database.prepare<[number], LineRow>('select node, namespace, pod, binary, text from line_fact where event = ?');
  }

  /** What the event tells as an entry of this kind. */
  telling(kind: EventKind, event: number): Telling {
    const place = found(this.#placeOf(event), event);
    return { ...this.#summary(kind, event, place.kind), evidence: this.#names.evidence(place.source, place.line) };
  }

  #summary(kind: EventKind, event: number, ownKind: string): Omit<Telling, 'evidence'> {
    switch (kind) {
      case 'dns':
        return { summary: dnsSummary(dnsMessage(found(this.#dns.get(event), event), this.#names)) };
      case 'file':
        return { summary: fileSummary(found(this.#file.get(event), event)) };
      case 'flow':
        return { summary: flowText(found(this.#flow.get(event), event)) };
      case 'report':
        return { summary: reportSummary(told(found(this.#report.get(event), event))) };
      case 'alert':
        return { summary: alertSummary(told(found(this.#alert.get(event), event))) };
      case 'line':
        return lineTelling(ownKind, found(this.#line.get(event), event));
      case 'gap':
        return { summary: gapSummary(ownKind) };
    }
  }
}

function found<Row>(row: Row | undefined, event: number): Row {
  if (row === undefined) throw new Error(`no event ${event}`);
  return row;
}

function flowText(row: FlowRow): string {
  const ends = {
    source: { ip: row.source_ip ?? '', port: row.source_port ?? 0 },
    destination: { ip: row.destination_ip ?? '', port: row.destination_port ?? 0 },
  };
  if (row.is_response === null)
    return flowSummary({
      ...ends,
      protocol: row.protocol,
      ...told({ verdict: row.verdict, dropReason: row.drop_reason, summary: row.summary }),
    });
  return httpSummary({ isResponse: row.is_response === 1, ...told({ method: row.method, url: row.url, status: row.status }) }, ends);
}

function lineTelling(word: string, row: LineRow): Omit<Telling, 'evidence'> {
  return {
    summary: lineSummary({ word, text: row.text, ...told({ binary: row.binary }) }),
    ...told({ node: row.node === '' ? null : row.node, namespace: row.namespace, pod: row.pod }),
  };
}
