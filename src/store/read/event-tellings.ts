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
import { DNS_SELECT, type DnsRow, dnsMessage } from './dns-rows.js';
import { type SourceNames, told } from './rows.js';

/** What an entry says that only its kind has. */
export type Telling = Pick<TimelineEntry, 'summary' | 'connectionId' | 'evidence' | 'node' | 'namespace' | 'pod'>;

/** Where an event stands. */
export interface PlaceRow {
  readonly source: number;
  readonly line: number;
}

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
  readonly kind: string;
  readonly node: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly binary: string | null;
  readonly text: string;
}

/** Reads what single events tell the timeline. */
export class EventTellings {
  readonly #names: SourceNames;
  readonly #place;
  readonly #dns;
  readonly #file;
  readonly #flow;
  readonly #report;
  readonly #alert;
  readonly #line;

  constructor(database: CaseDatabase, names: SourceNames) {
    this.#names = names;
    this.#place = database.prepare<[number], PlaceRow & { readonly kind: string }>(
      'select t.text as kind, event_source(asked) as source, event_line(asked) as line from (select ? as asked) join term t on t.id = event_kind(asked)',
    );
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
    this.#line = database.prepare<[number], LineRow>(
      'select t.text as kind, l.* from line_fact l join term t on t.id = event_kind(l.event) where l.event = ?',
    );
  }

  /** What the event tells as an entry of this kind. */
  telling(kind: EventKind, event: number): Telling {
    const place = found(this.#place.get(event), event);
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
        return lineTelling(found(this.#line.get(event), event));
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

function lineTelling(row: LineRow): Omit<Telling, 'evidence'> {
  return {
    summary: lineSummary({ word: row.kind, text: row.text, ...told({ binary: row.binary }) }),
    ...told({ node: row.node === '' ? null : row.node, namespace: row.namespace, pod: row.pod }),
  };
}
