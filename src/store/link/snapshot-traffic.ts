import { bytesBetween } from '../../model/link/compare-heartbeats.js';
import type { InterfaceCounter } from '../../model/snapshot.js';
import type { CaseDatabase } from '../database.js';
import type { ReportedInstance } from './snapshot-reports.js';

interface CounterRow {
  readonly us: number;
  readonly interfaces: string;
}

/** Fills `instance_traffic` with the bytes that an instance's interfaces moved from each report that counts to the next. */
export class InstanceTraffic {
  readonly #counters;
  readonly #insert;

  constructor(database: CaseDatabase) {
    this.#counters = database.prepare<[string], CounterRow>(
      `select event_us(s.event) as us, s.interfaces from snapshot_fact s
       where s.instance in (select value from json_each(?)) and s.interfaces <> '[]' and s.image is not null and event_us(s.event) is not null
       order by event_us(s.event), s.interfaces`,
    );
    this.#insert = database.prepare('insert into instance_traffic values (?, ?, ?, ?)');
  }

  write(instance: number, { names }: ReportedInstance): void {
    let before: readonly InterfaceCounter[] | undefined;
    for (const { us, interfaces } of this.#counters.all(JSON.stringify(names))) {
      const after = countersIn(interfaces);
      const moved = before === undefined ? undefined : bytesBetween(before, after);
      if (moved !== undefined && moved.received + moved.sent > 0) this.#insert.run(instance, us, moved.received, moved.sent);
      before = after;
    }
  }
}

/** The column holds what the facts' writer wrote. */
function countersIn(json: string): readonly InterfaceCounter[] {
  const counters: readonly InterfaceCounter[] = JSON.parse(json);
  return counters;
}
