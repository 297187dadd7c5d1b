import type { CaseListing } from '../../export/case-shape.js';
import type { DescribedRule } from '../../export/rule-shape.js';
import type { Connection, DnsMessage } from '../../model/connection.js';
import type { Container, Process } from '../../model/process.js';
import type { Problem } from '../../model/source.js';
import { formatDuration } from '../../model/time.js';
import type { TextStyle } from './style.js';
import type { Column } from './table.js';
import {
  bytesText,
  connectionText,
  countText,
  endpointText,
  imagesText,
  lateText,
  networkText,
  ownerPlaceText,
  pidText,
  placeText,
  programText,
  whenText,
} from './wording.js';

/** Columns of a list of processes. */
export function processColumns(style: TextStyle, containerOf: (process: Process) => Container | undefined): readonly Column<Process>[] {
  const { glyphs } = style;
  return [
    { title: 'STARTED (UTC)', isRigid: true, text: (process) => whenText(process.startedAtUs) },
    { title: 'PID', isRight: true, text: pidText },
    { title: 'LATE', text: (process) => lateText(process, glyphs), role: (process) => process.late },
    { title: 'WHERE', text: (process) => placeText(containerOf(process), process.node, glyphs) },
    { title: 'COMMAND', text: (process) => imagesText(process, glyphs), role: (process) => (process.isMain ? 'main' : process.late) },
  ];
}

/** Columns of a list of connections. */
export function connectionColumns(style: TextStyle): readonly Column<Connection>[] {
  const { glyphs } = style;
  return [
    { title: 'OPENED (UTC)', isRigid: true, text: (connection) => whenText(connection.openedAtUs) },
    { title: 'PID', isRight: true, text: (connection) => pidText(connection.process) },
    { title: 'PROGRAM', text: (connection) => programText(connection.process) },
    { title: 'WHERE', text: (connection) => ownerPlaceText(connection, glyphs) },
    { title: 'PROTO', text: (connection) => connection.protocol },
    { title: 'LOCAL', text: (connection) => endpointText(connection.local) },
    {
      title: 'REMOTE',
      text: (connection) => connectionText(connection, glyphs) + (connection.attempts > 1 ? ` x${connection.attempts}` : ''),
      role: (connection) => (connection.scope === 'external' ? 'external' : undefined),
    },
    { title: 'SENT', isRight: true, text: (connection) => bytesText(connection.bytesSent) },
    { title: 'RECEIVED', isRight: true, text: (connection) => bytesText(connection.bytesReceived) },
    { title: 'LASTED', isRight: true, text: lastedText },
    {
      title: 'NETWORK',
      text: networkText,
      role: (connection) => (connection.verdict === undefined || connection.verdict === 'forwarded' ? undefined : 'warning'),
    },
  ];
}

function lastedText({ openedAtUs, closedAtUs }: Connection): string {
  return openedAtUs === undefined || closedAtUs === undefined ? '' : formatDuration(closedAtUs - openedAtUs);
}

/** Columns of a list of DNS messages. */
export function dnsColumns(style: TextStyle): readonly Column<DnsMessage>[] {
  return [
    { title: 'TIME (UTC)', isRigid: true, text: (message) => whenText(message.atUs) },
    { title: 'PID', isRight: true, text: (message) => pidText(message.process) },
    { title: 'PROGRAM', text: (message) => programText(message.process) },
    { title: 'WHERE', text: (message) => ownerPlaceText(message, style.glyphs) },
    { title: 'KIND', text: (message) => message.kind },
    { title: 'TYPE', text: (message) => message.types.join(',') },
    { title: 'NAME', text: (message) => message.names.join(', ') },
    { title: 'ANSWER', text: (message) => [message.rcode ?? '', ...message.ips].filter((part) => part !== '').join(' ') },
  ];
}

/** Columns of a list of problems. */
export function problemColumns(): readonly Column<Problem>[] {
  return [
    { title: 'PLACE', text: (problem) => `${problem.source}:${problem.line}` },
    { title: 'SEVERITY', text: (problem) => problem.severity, role: (problem) => (problem.severity === 'refused' ? 'error' : 'warning') },
    { title: 'REASON', text: (problem) => problem.reason },
    { title: 'LINE BEGINS', text: (problem) => problem.excerpt },
  ];
}

/** Columns of the list of rules. */
export function ruleColumns(): readonly Column<DescribedRule>[] {
  return [
    { title: 'LEVEL', text: (rule) => rule.level },
    { title: 'KIND', text: (rule) => rule.kind },
    { title: 'ID', text: (rule) => rule.id },
    { title: 'ATT&CK', text: (rule) => rule.attack.join(' ') },
    { title: 'TITLE', text: (rule) => rule.title },
  ];
}

/** Columns of the list of cases. */
export function caseColumns(): readonly Column<CaseListing>[] {
  return [
    { title: 'NAME', text: (listing) => listing.name },
    { title: 'SIZE', isRight: true, text: (listing) => bytesText(listing.sizeBytes) },
    { title: 'PROCESSES', isRight: true, text: (listing) => (listing.processes === undefined ? '' : countText(listing.processes)) },
    { title: 'SOURCES', text: (listing) => listing.sources.join(', ') },
    { title: 'PATH', text: (listing) => listing.path },
  ];
}
