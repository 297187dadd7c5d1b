import type { Finding } from '../../model/finding.js';
import { formatTime } from '../../model/time.js';
import { counted, endpointText, processWords, remoteName, shortBinary } from '../drawing/wording.js';
import type { CaseFacts } from '../facts.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';
import type { FindingGroup } from './finding-groups.js';
import { storyDetails } from './story-details.js';

/** A finding in full: what it says, the story that it is part of, then what it rests on. */
export function findingDetails(finding: Finding, facts: CaseFacts): readonly Detail[] {
  const incident = facts.incidents.find(({ findings }) => findings.includes(finding.id));
  return sections(
    [
      heading(`! ${finding.level}  ${finding.title}`, 'finding'),
      sentence(finding.why),
      ...(finding.status === 'known' ? [sentence('known: the baseline holds it', 'quiet')] : []),
    ],
    incident === undefined ? [] : storyDetails(incident, finding),
    [heading('Rule'), ...ruleFields(finding)],
    [heading('Who'), ...processFields(finding)],
    [heading('Connections'), ...finding.connections.flatMap((one) => field(one.protocol, connectionText(one)))],
    [
      heading('Evidence'),
      ...finding.evidence.flatMap(({ source, line, summary, timeUs }) =>
        field(timeUs === undefined ? '' : formatTime(timeUs).slice(11, 19), `${summary} (${source}:${line})`),
      ),
    ],
  );
}

/** A group of findings: its story where it is an incident, else how many it holds. */
export function groupDetails(group: FindingGroup): readonly Detail[] {
  return sections(
    [heading(group.title, 'finding'), sentence(`${counted(group.count, 'finding')}, the worst ${group.level}`)],
    group.incident === undefined ? [] : storyDetails(group.incident),
    [heading('Findings'), ...group.findings.flatMap(({ level, title, process }) => field(level, `${title} (${processWords(process)})`))],
  );
}

function ruleFields({ rule, falsePositives }: Finding): readonly Detail[] {
  return [
    ...field('rule', `${rule.id}: ${rule.title}`),
    ...field('ATT&CK', rule.attack.join(' ')),
    ...field('by', rule.author),
    ...field('could be', falsePositives.join('; ')),
  ];
}

function processFields({ process, ancestors, related, count, firstSeenUs, lastSeenUs }: Finding): readonly Detail[] {
  return [
    ...field('process', `${process.binary ?? '?'} ${process.arguments ?? ''} (pid ${process.pid})`),
    ...field('ancestors', ancestors.map((ref) => `${shortBinary(ref.binary)} (${ref.pid})`).join(' < ')),
    ...related.flatMap((ref) => field(ref.role, `${shortBinary(ref.binary)} ${ref.arguments ?? ''} (pid ${ref.pid})`)),
    ...field('first seen', firstSeenUs === undefined ? undefined : formatTime(firstSeenUs)),
    ...field('last seen', lastSeenUs === undefined || lastSeenUs === firstSeenUs ? undefined : formatTime(lastSeenUs)),
    ...field('count', count > 1 ? count : undefined),
  ];
}

function connectionText(connection: Finding['connections'][number]): string {
  const name = remoteName(connection);
  const end = connection.direction === 'listen' ? `listens on ${endpointText(connection.local)}` : endpointText(connection.remote);
  return name === undefined ? `${connection.direction} ${end}` : `${connection.direction} ${end} ${name}`;
}
