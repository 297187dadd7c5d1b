import type { Finding } from '../../model/finding.js';
import { type ProcessRef, toldPid } from '../../model/process.js';
import { timeText } from '../json.js';
import { shortened } from '../markdown-text.js';
import { type Block, heading, paragraph } from './blocks.js';

/** Lines of evidence shown of one finding; the documents have them all, and the report says how many. */
const EVIDENCE_SHOWN = 10;
const COMMAND_LENGTH = 300;

/** A finding as blocks: what, why, which process, and the lines that prove it. */
export function findingBlocks(finding: Finding): readonly Block[] {
  const { level, title, why, rule, process, ancestors, connections, evidence, falsePositives, id, status } = finding;
  const times = [...new Set([timeText(finding.firstSeenUs), timeText(finding.lastSeenUs)])].filter((time) => time !== undefined);
  const facts = [
    ['rule', [rule.id, ...rule.attack].join(' ')],
    ['when', times.join(' to ')],
    ['process', [toldPid(process), commandOf(process)].filter((part) => part !== undefined).join(' ')],
    ['started by', [...ancestors].reverse().slice(-4).map(commandOf).join(' › ')],
    ['connections', connections.map(connectionOf).join(', ')],
    ['could be', falsePositives.join('; ')],
    ['status', status === 'new' ? '' : status],
    ['fingerprint', id],
  ].filter(([, value]) => value !== '');
  const shown = evidence.slice(0, EVIDENCE_SHOWN);
  return [
    heading(3, `${level}: ${title}`),
    paragraph(why),
    { kind: 'table', headings: ['fact', 'value'], rows: facts },
    {
      kind: 'table',
      headings: ['time', 'line', 'evidence'],
      rows: shown.map((one) => [timeText(one.timeUs, one.timeNs) ?? '', `${one.source}:${one.line}`, one.summary]),
    },
    ...(evidence.length === shown.length ? [] : [paragraph(`and ${evidence.length - shown.length} more lines of evidence`)]),
  ];
}

function commandOf({ binary = '?', arguments: words = '' }: ProcessRef): string {
  return shortened(words === '' ? binary : `${binary} ${words}`, COMMAND_LENGTH);
}

function connectionOf({ direction, local, remote, remoteNames }: Finding['connections'][number]): string {
  const end = direction === 'listen' ? local : remote;
  const address = end === undefined ? '?' : `${end.ip.includes(':') ? `[${end.ip}]` : end.ip}:${end.port}`;
  return [direction, address, ...remoteNames.slice(0, 1).map(({ name }) => name)].join(' ');
}
