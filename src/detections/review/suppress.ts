import { isInBlock } from '../../model/address-block.js';
import type { Connection } from '../../model/connection.js';
import { matchesPattern } from '../../model/match-pattern.js';
import type { PlacedFinding } from './placed-finding.js';
import type { SuppressionCondition, SuppressionEntry, SuppressionPattern } from './suppression.js';

/** What a list of suppressions makes of findings. */
export interface Suppressed<Placed> {
  /** In the order they were given. */
  readonly findings: readonly Placed[];
  /** Entries that hold and match nothing. */
  readonly unused: readonly SuppressionEntry[];
  /** Entries past their last day, with the number of findings that they would have matched. */
  readonly expired: readonly { readonly entry: SuppressionEntry; readonly matches: number }[];
}

/** Marks the findings that an entry matches. The first one that does speaks; an entry holds until the end of its last day. */
export function suppress<Placed extends PlacedFinding>(
  findings: readonly Placed[],
  entries: readonly SuppressionEntry[],
  today: string,
): Suppressed<Placed> {
  const matches = new Map(entries.map((entry) => [entry, new Set(findings.filter((placed) => isMatch(entry, placed)))]));
  const active = entries.filter((entry) => !isExpired(entry, today));
  return {
    findings: findings.map((placed) => {
      const entry = active.find((candidate) => matches.get(candidate)?.has(placed));
      return entry === undefined ? placed : { ...placed, finding: { ...placed.finding, status: 'suppressed', suppression: by(entry) } };
    }),
    unused: active.filter((entry) => matches.get(entry)?.size === 0),
    expired: entries.filter((entry) => isExpired(entry, today)).map((entry) => ({ entry, matches: matches.get(entry)?.size ?? 0 })),
  };
}

function by({ reason, expires, place }: SuppressionEntry) {
  return { reason, expires, by: `${place.file}:${place.line}` };
}

/** Days in ISO form compare as text. */
function isExpired({ expires }: SuppressionEntry, today: string): boolean {
  return expires !== 'never' && expires < today;
}

function isMatch({ conditions }: SuppressionEntry, placed: PlacedFinding): boolean {
  return conditions.every((condition) => isMet(condition, placed));
}

function isMet({ field, patterns }: SuppressionCondition, { finding, place }: PlacedFinding): boolean {
  const meets = (...values: readonly (string | undefined)[]): boolean =>
    values.some((value) => value !== undefined && patterns.some((pattern) => matches(pattern, value)));
  switch (field) {
    case 'rule':
      return meets(finding.rule.id);
    case 'workload':
      return meets(place.container?.workload);
    case 'container':
      return meets(place.container?.name, place.container?.containerId);
    case 'binary':
      return meets(finding.process.binary);
    case 'arguments':
      return meets(finding.process.arguments);
    case 'destination': {
      // What reaches one more place than the entry names is another behaviour.
      const remote = finding.connections.filter((connection) => connection.remote !== undefined);
      return remote.length > 0 && remote.every((connection) => meets(...namesOf(connection)));
    }
  }
}

function namesOf({ remote, remoteNames, remotePod, remoteWorkload, peer }: Connection): readonly (string | undefined)[] {
  const address = remote === undefined ? undefined : `${remote.ip.includes(':') ? `[${remote.ip}]` : remote.ip}:${remote.port}`;
  return [remote?.ip, address, ...remoteNames.map(({ name }) => name), remotePod, remoteWorkload, peer?.containerName];
}

function matches(pattern: SuppressionPattern, value: string): boolean {
  return pattern.match === 'block' ? isInBlock(value, pattern.block) : matchesPattern(pattern, value);
}
