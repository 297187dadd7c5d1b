import type { RaisedAlert } from '../../model/alert.js';
import type { CaseDatabase } from '../database.js';
import { type AlertRow, alertFact } from '../stored-alert.js';
import { type SourceNames, told } from './rows.js';

interface RaisedRow extends AlertRow {
  readonly process: number;
  readonly is_joined: number;
  readonly time_us: number | null;
  readonly time_ns: number;
  readonly source: number;
  readonly line: number;
}

const ALERTS = `
  select a.*, n.process, n.is_joined, event_us(a.event) as time_us, event_ns(a.event) as time_ns, event_source(a.event) as source, event_line(a.event) as line
  from alert_fact a join alert_process n on n.event = a.event
  order by event_us(a.event) is null, event_us(a.event), event_ns(a.event), a.event`;

/** Every alert of a case by time, each with the process that it is about. */
export function* storedAlerts(database: CaseDatabase, names: SourceNames): Generator<RaisedAlert> {
  for (const row of database.prepare<[], RaisedRow>(ALERTS).iterate()) {
    yield {
      alert: alertFact(row),
      processId: row.process,
      isJoined: row.is_joined === 1,
      ...told({ atUs: row.time_us, atNs: row.time_us === null ? null : row.time_ns }),
      evidence: names.evidence(row.source, row.line),
    };
  }
}
