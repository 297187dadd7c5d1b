import { ALERT_PRIORITIES, type AlertFact, type AlertValue } from '../model/alert.js';
import { textsIn, told } from './read/rows.js';

/** An alert as its table holds it. */
export interface AlertRow {
  readonly rule: string;
  readonly priority: string | null;
  readonly output: string;
  readonly tags: string;
  readonly detector: string | null;
  readonly hostname: string | null;
  readonly container_id: string | null;
  readonly fields: string;
}

/** The alert that a row of `alert_fact` is. */
export function alertFact(row: AlertRow): AlertFact {
  const priority = ALERT_PRIORITIES.find((known) => known === row.priority);
  return {
    rule: row.rule,
    output: row.output,
    tags: textsIn(row.tags),
    fields: valuesIn(row.fields),
    ...(priority === undefined ? {} : { priority }),
    ...told({ source: row.detector, hostname: row.hostname, containerId: row.container_id }),
  };
}

/** The column holds what the writer wrote. */
function valuesIn(json: string): Readonly<Record<string, AlertValue>> {
  const parsed: unknown = JSON.parse(json);
  const isValue = (entry: [string, unknown]): entry is [string, AlertValue] => ['string', 'number', 'boolean'].includes(typeof entry[1]);
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed).filter(isValue)) : {};
}
