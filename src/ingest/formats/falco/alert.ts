import { ALERT_PRIORITIES, type AlertFact, type AlertPriority, type AlertValue } from '../../../model/alert.js';
import type { ContainerDescription, PodDescription, ProcessDescription } from '../../../model/record.js';
import { type Instant, parseTime } from '../../../model/time.js';
import { integerOf, type JsonObject, objectOf, present, textOf, textsOf } from '../json-value.js';

/** The fact that an alert's object states, or `undefined` for one without a rule. */
export function alertOf(object: JsonObject): AlertFact | undefined {
  const rule = textOf(object.rule);
  if (rule === undefined) return undefined;
  const fields = fieldsOf(objectOf(object.output_fields) ?? {});
  const containerId = textOf(fields['container.id']);
  return {
    rule,
    ...present('priority', priorityOf(object.priority)),
    output: withoutHead(textOf(object.output) ?? textOf(object.message) ?? rule),
    tags: textsOf(object.tags),
    ...present('source', textOf(object.source)),
    ...present('hostname', textOf(object.hostname)),
    ...(containerId === undefined || containerId === 'host' ? {} : { containerId }),
    fields,
  };
}

/** What has no value is printed as null or as `<NA>`. */
function fieldsOf(printed: JsonObject): Readonly<Record<string, AlertValue>> {
  return Object.fromEntries(
    Object.entries(printed).flatMap(([name, value]) => {
      const isTold =
        typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== '' && value !== '<NA>');
      return isTold ? [[name, value] as const] : [];
    }),
  );
}

/** A name in any case, or the number that the gRPC client prints. */
function priorityOf(printed: unknown): AlertPriority | undefined {
  const place = integerOf(printed);
  if (place !== undefined) return ALERT_PRIORITIES[place];
  const name = textOf(printed)?.toLowerCase();
  return ALERT_PRIORITIES.find((priority) => priority.toLowerCase() === (name === 'info' ? 'informational' : name));
}

const HEAD = new RegExp(`^\\S{8,40}: (?:${ALERT_PRIORITIES.join('|')}) `, 'i');

/** The output begins with time and priority, which stand in fields of their own. */
function withoutHead(output: string): string {
  return output.replace(HEAD, '');
}

/** When it was raised: as text, as the seconds and nanoseconds that the gRPC client prints, or as the event's own nanoseconds. */
export function alertTime(object: JsonObject): Instant | undefined {
  const text = textOf(object.time);
  if (text !== undefined) return parseTime(text);
  const parts = objectOf(object.time);
  const seconds = integerOf(parts?.seconds);
  if (seconds !== undefined) return instantOfNanos(BigInt(seconds) * 1_000_000_000n + BigInt(integerOf(parts?.nanos) ?? 0));
  const fields = objectOf(object.output_fields);
  const printed = fields?.['evt.time'] ?? fields?.['evt.time.iso8601'] ?? fields?.['evt.rawtime'];
  return typeof printed === 'string' && /^\d{16,20}$/.test(printed) ? instantOfNanos(BigInt(printed)) : undefined;
}

function instantOfNanos(nanos: bigint): Instant {
  return { us: Number(nanos / 1_000n), ns: Number(nanos % 1_000n) };
}

/** What stands for the container, or for the host, that an alert is about: it names a process well enough for a person, not for a tree. */
export function placeholderOf(alert: AlertFact, node: string): ProcessDescription {
  const { containerId } = alert;
  const pod = podOf(alert);
  return {
    role: 'event',
    execId: `falco:${node}:${containerId ?? 'host'}`,
    node,
    pid: 0,
    flags: '',
    ...(containerId === undefined ? {} : { docker: containerId }),
    ...present('pod', pod),
  };
}

function podOf({ fields, containerId }: AlertFact): PodDescription | undefined {
  const container = containerId === undefined ? undefined : containerOf(fields, containerId);
  const name = textOf(fields['k8s.pod.name']);
  const namespace = textOf(fields['k8s.ns.name']);
  if (container === undefined && name === undefined) return undefined;
  return { ...present('name', name), ...present('namespace', namespace), ...present('container', container) };
}

function containerOf(fields: AlertFact['fields'], id: string): ContainerDescription {
  const repository = textOf(fields['container.image.repository']);
  const tag = textOf(fields['container.image.tag']);
  const image = textOf(fields['container.image']) ?? (repository === undefined || tag === undefined ? repository : `${repository}:${tag}`);
  return { id, ...present('name', textOf(fields['container.name'])), ...present('image', image) };
}
