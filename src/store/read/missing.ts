import type { FormatName } from '../../model/source.js';
import type { CaseDatabase } from '../database.js';
import type { CaseTotals } from './case-totals.js';

/** Formats whose sources are about processes, in the order in which they are advised. */
const OF_PROCESSES: readonly FormatName[] = ['tetragon', 'sysdig', 'auditd'];

/** How a source of each format comes to tell of more. */
const HOW: Readonly<Record<'exec' | 'exit' | 'connections', Partial<Record<FormatName, string>>>> = {
  exec: {
    tetragon: 'process_exec events are filtered away',
    sysdig: 'the capture leaves out execve',
    auditd: 'audit rules record no execve',
  },
  exit: {
    tetragon: 'no process_exit events',
    sysdig: 'the capture leaves out procexit',
    auditd: 'audit rules record no exit_group',
  },
  connections: {
    tetragon: 'record them with a tracing policy (tcp_connect, tcp_close, inet_csk_accept) or Enterprise network events',
    sysdig: 'leave connect and accept in the capture',
    auditd: 'add an audit rule for connect and accept4',
  },
};

/** What the sources can't answer, in sentences, so that a blank is never taken for "nothing happened". Asked of facts, whoever told them. */
export function missingOf(database: CaseDatabase, totals: CaseTotals): readonly string[] {
  const has = (sql: string) => database.prepare(`select exists (${sql})`).pluck().get() === 1;
  if (!has('select 1 from fact_page')) return [];
  const formats = database.prepare<[], FormatName>('select distinct format from source').pluck().all();
  const telling = OF_PROCESSES.filter((format) => formats.includes(format));
  const how = (subject: keyof typeof HOW) => {
    const ways = telling.flatMap((format) => HOW[subject][format] ?? []);
    return ways.length === 0 ? 'no source of this case tells them' : ways.join('; ');
  };
  const hasProcesses = telling.length > 0;
  const hasNamed = totals.dnsMessages > 0;
  const hasConnections = totals.connections > 0;
  const dropped = Number(database.prepare('select coalesce(sum(dropped_events), 0) from source').pluck().get());
  const missing: readonly (readonly [boolean, string])[] = [
    [!hasProcesses, 'no source tells of processes: Tetragon, sysdig or auditd of the same time would say who did it'],
    [
      hasProcesses && !has('select 1 from description where role = 0'),
      `no exec events (${how('exec')}): processes are known from other events only, and those that did nothing else are missing`,
    ],
    [hasProcesses && !has('select 1 from exit_fact'), `no exit events (${how('exit')}): whether a process still ran is not known`],
    [!hasConnections, `no connection events: ${how('connections')}`],
    [hasConnections && !hasNamed, 'no DNS events: names come from events and arguments only'],
    [totals.isNamedByFlowsAlone && hasProcesses, 'no DNS events of processes: names come from Hubble only'],
    [isAuditAlone(telling), 'audit logs name no containers and no local ports: Tetragon, sysdig or Chalk of the same host would'],
    [
      hasProcesses && !isAuditAlone(telling) && !has('select 1 from pod_metadata where name is not null'),
      'no pod metadata: containers are known by id, their start by their first process',
    ],
    [
      telling.includes('tetragon') && !totals.isInitTreeTold,
      'no in_init_tree: processes entered from outside (kubectl exec) look like any late process',
    ],
    [dropped > 0, `the agent dropped ${dropped} events by its rate limit: something may be missing anywhere`],
    [
      has("select 1 from source_count where class = 'kind' and name = 'process_throttle'"),
      'the agent throttled a cgroup: exec events of that time are missing',
    ],
    [has('select 1 from source where is_complete = 0'), 'an import was interrupted: the same command goes on where it stopped'],
  ];
  return missing.flatMap(([isMissing, sentence]) => (isMissing ? [sentence] : []));
}

function isAuditAlone(telling: readonly FormatName[]): boolean {
  return telling.length === 1 && telling[0] === 'auditd';
}
