/** Fields of an event that are read, by the names that sysdig gives them. Others may stand beside them. */
const FIELD_NAMES = [
  'evt.num',
  'evt.outputtime',
  'evt.rawtime',
  'evt.time.iso8601',
  'evt.time',
  'evt.datetime',
  'evt.hostname',
  'evt.cpu',
  'evt.dir',
  'evt.type',
  'evt.info',
  'evt.args',
  'evt.rawres',
  'proc.name',
  'proc.pid',
  'proc.ppid',
  'proc.vpid',
  'proc.pname',
  'proc.exe',
  'proc.exepath',
  'proc.cmdline',
  'proc.args',
  'proc.pcmdline',
  'proc.cwd',
  'proc.vmsize',
  'proc.vmrss',
  'user.uid',
  'user.name',
  'user.loginuid',
  'thread.tid',
  'thread.vtid',
  'fd.num',
  'fd.type',
  'fd.name',
  'fd.l4proto',
  'fd.cip',
  'fd.cport',
  'fd.sip',
  'fd.sport',
  'container.id',
  'container.name',
  'container.image',
  'container.image.id',
  'container.image.repository',
  'container.image.tag',
  'container.type',
  'k8s.ns.name',
  'k8s.pod.name',
  'k8s.pod.ip',
] as const;

/** Name of a field that is read. */
export type FieldName = (typeof FIELD_NAMES)[number];

/** How many fields are read. */
export const FIELD_COUNT: number = FIELD_NAMES.length;

/** Place of each field that is read. */
export const FIELD_PLACES: ReadonlyMap<string, number> = new Map(FIELD_NAMES.map((name, place) => [name, place]));

/** Place of a field, for readers that ask by place. */
export const FIELD: Readonly<Record<FieldName, number>> = Object.assign({}, ...FIELD_NAMES.map((name, place) => ({ [name]: place })));

/** What sysdig prints for a field that does not apply, where it does not print `null`. */
const NOT_APPLICABLE = '<NA>';
const WHOLE = /^-?\d+$/;

/** One event as its line has it, in whatever form the line was read. */
export abstract class Row {
  /** Digits of a number, or the text of a string; `undefined` for a field that is absent or null. */
  abstract raw(field: number): string | undefined;

  /** Text that says something. */
  text(field: number): string | undefined {
    const raw = this.raw(field);
    return raw === '' || raw === NOT_APPLICABLE ? undefined : raw;
  }

  /** A whole number, printed bare or quoted, that a number holds exactly. */
  integer(field: number): number | undefined {
    const raw = this.raw(field);
    if (raw === undefined || raw === '') return undefined;
    const number = Number(raw);
    return Number.isSafeInteger(number) && WHOLE.test(raw) ? number : undefined;
  }

  /** A whole number above zero: sysdig prints -1 or 0 for ids and sizes that it does not know. */
  positive(field: number): number | undefined {
    const number = this.integer(field);
    return number === undefined || number <= 0 ? undefined : number;
  }
}
