import type { DetectionCase } from '../../model/detection-case.js';
import { type Finding, levelRank } from '../../model/finding.js';
import { seconds } from '../lineage.js';
import { participants, type Territory, territoryOf } from './territory.js';

/** A finding with what belongs to it by descent. */
export interface Member {
  readonly finding: Finding;
  readonly territory: Territory;
}

/** Findings that are one intrusion. */
export interface Group {
  /** Of level high and above, by time: never empty. */
  readonly serious: readonly [Member, ...Member[]];
  /** Lesser ones that happened to the same processes, or in the same container at that time. */
  readonly beside: readonly Member[];
}

/** In one container or on one host, serious findings this close are one intruder's. */
const SAME_PLACE_US = seconds(600);
/** One address that commands shells is one intruder's, for as long as an address is kept. */
const SAME_SERVER_US = seconds(86_400);

/**
 * Serious findings grouped by descent (they share processes), hop (one names processes of the other), connection (one address outside
 * commands both) and place (the same container or host, minutes apart); then the lesser ones that belong to a group. A lesser finding
 * alone is no intrusion.
 */
export function groupsOf(view: DetectionCase, findings: readonly Finding[]): readonly Group[] {
  const members = findings.flatMap((finding) => {
    const territory = territoryOf(view, finding);
    return territory === undefined ? [] : [{ finding, territory }];
  });
  const isSerious = ({ finding }: Member): boolean => levelRank(finding.level) >= levelRank('high');
  const groups = connected(members.filter(isSerious).sort(byTime));
  const beside = new Map<number, Member[]>();
  for (const member of members.filter((one) => !isSerious(one))) {
    const place = groups.findIndex((group) => group.some((serious) => isBeside(member, serious)));
    if (place >= 0) beside.set(place, [...(beside.get(place) ?? []), member]);
  }
  return groups.map((serious, place) => ({ serious, beside: beside.get(place) ?? [] }));
}

/** A key that members share, and how far apart in time it still binds them. */
interface Bond {
  readonly key: string;
  readonly withinUs: number;
}

/** The connected sets, by their first member; members come by time. */
function connected(members: readonly Member[]): readonly (readonly [Member, ...Member[]])[] {
  const leaders = members.map((_, place) => place);
  const leader = (place: number): number => {
    let current = place;
    while (leaders[current] !== current) current = leaders[current] ?? current;
    leaders[place] = current;
    return current;
  };
  const join = (a: number, b: number): void => {
    const [first, second] = [leader(a), leader(b)].sort((x, y) => x - y);
    if (first !== undefined && second !== undefined) leaders[second] = first;
  };
  const owners = ownersOf(members);
  const latest = new Map<string, number>();
  for (const [place, member] of members.entries()) {
    for (const id of participants(member.finding)) for (const owner of owners.get(id) ?? []) join(place, owner);
    for (const { key, withinUs } of bondsOf(member)) {
      const before = latest.get(key);
      if (before !== undefined && timeOf(member) - timeOf(members[before]) <= withinUs) join(place, before);
      latest.set(key, place);
    }
  }
  const groups = new Map<number, [Member, ...Member[]]>();
  for (const [place, member] of members.entries()) {
    const group = groups.get(leader(place));
    if (group === undefined) groups.set(leader(place), [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

/** Places of the members in whose territory a process lies. */
function ownersOf(members: readonly Member[]): ReadonlyMap<number, readonly number[]> {
  const owners = new Map<number, number[]>();
  for (const [place, { territory }] of members.entries()) {
    for (const id of territory.ids) {
      const known = owners.get(id);
      if (known === undefined) owners.set(id, [place]);
      else known.push(place);
    }
  }
  return owners;
}

function bondsOf(member: Member): readonly Bond[] {
  return [
    { key: placeKey(member), withinUs: SAME_PLACE_US },
    ...commanders(member.finding).map((ip) => ({ key: `server ${ip}`, withinUs: SAME_SERVER_US })),
  ];
}

function sharesProcess(a: Member, b: Member): boolean {
  return participants(a.finding).some((id) => b.territory.ids.has(id));
}

function placeKey({ territory: { root } }: Member): string {
  return root.containerId === undefined ? `host ${root.node}` : `container ${root.containerId}`;
}

/** Addresses outside that a finding's processes called. */
function commanders(finding: Finding): readonly string[] {
  return finding.connections.flatMap(({ direction, scope, remote }) =>
    direction === 'outbound' && scope === 'external' && remote !== undefined ? [remote.ip] : [],
  );
}

/** A lesser finding belongs to a serious one by descent, or by place and time; who entered from outside is somebody else. */
function isBeside(member: Member, serious: Member): boolean {
  if (sharesProcess(member, serious)) return true;
  const { root } = member.territory;
  const wasEntered = root.isInInitTree === false;
  const at = member.finding.firstSeenUs;
  const { firstSeenUs, lastSeenUs } = serious.finding;
  if (wasEntered || root.containerId === undefined || placeKey(member) !== placeKey(serious)) return false;
  if (at === undefined || firstSeenUs === undefined || lastSeenUs === undefined) return false;
  return at >= firstSeenUs && at <= lastSeenUs + SAME_PLACE_US;
}

function byTime(a: Member, b: Member): number {
  return timeOf(a) - timeOf(b) || (a.finding.id < b.finding.id ? -1 : 1);
}

/** Findings without a time come last, all at one moment. */
function timeOf(member: Member | undefined): number {
  return member?.finding.firstSeenUs ?? Number.MAX_SAFE_INTEGER;
}
