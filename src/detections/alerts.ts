import type { AlertFact, AlertPriority, RaisedAlert } from '../model/alert.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { Evidence, Finding, Level, RuleRef } from '../model/finding.js';
import type { Process, ProcessRef } from '../model/process.js';
import { fingerprint } from './fingerprint.js';
import { currentTechnique } from './sigma/attack-tags.js';
import { command, span } from './wording.js';

const ANCESTORS_SHOWN = 16;
const EVIDENCE_SHOWN = 40;
const SUMMARY_LENGTH = 300;

/** Falco's own reading of its priorities: from `Critical` on something is broken, `Notice` is what is merely unusual. */
const LEVEL_OF: Readonly<Record<AlertPriority, Level>> = {
  Emergency: 'critical',
  Alert: 'critical',
  Critical: 'critical',
  Error: 'high',
  Warning: 'medium',
  Notice: 'low',
  Informational: 'informational',
  Debug: 'informational',
};
/** Of an alert that names no priority: shown, and not what a build fails on. */
const LEVEL_UNSTATED: Level = 'medium';

const ALERT_RULE = 'falco:';

/** The id of the rule of an alert: `falco:terminal-shell-in-container`. */
export function alertRuleId(rule: string): string {
  const words = rule.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${ALERT_RULE}${words.replace(/^-|-$/g, '')}`;
}

/** True for the id that a rule of alerts may have: only the alerts tell which there are. */
export function isAlertRule(id: string): boolean {
  return id.startsWith(ALERT_RULE);
}

/** What other detectors said of a case, as findings: equal alerts of one process are one, from the first time to the last. */
export function alertFindings(view: DetectionCase): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const raised of view.alerts()) {
    const process = view.process(raised.processId);
    if (process === undefined) continue;
    const actor = actorOf(raised, process);
    const key = [alertRuleId(raised.alert.rule), process.execId, actor.binary, actor.arguments, subjectOf(raised.alert)].join('\u0000');
    const known = findings.get(key);
    findings.set(key, known === undefined ? findingOf(view, raised, process, actor) : seenAgain(known, raised));
  }
  return [...findings.values()];
}

function findingOf(view: DetectionCase, raised: RaisedAlert, process: Process, actor: ProcessRef): Finding {
  const { alert, atUs } = raised;
  const rule = ruleOf(alert);
  const container = process.containerId === undefined ? undefined : view.container(process.containerId);
  const { binary: _, arguments: __, ...place } = process;
  const subject = subjectOf(alert) ?? (actor.binary === undefined ? undefined : command(actor));
  return {
    id: fingerprint(rule.id, { process: { ...place, ...program(actor) }, connections: [] }, container),
    rule,
    level: rule.level,
    title: subject === undefined ? alert.rule : `${alert.rule}: ${subject}`,
    why: `Falco: ${alert.output}`,
    ...span(atUs),
    count: 1,
    process: actor,
    ancestors: raised.isJoined ? view.ancestors(process.id, ANCESTORS_SHOWN) : [],
    connections: [],
    related: [],
    evidence: [evidenceOf(raised)],
    falsePositives: [],
    status: 'new',
  };
}

function seenAgain(known: Finding, raised: RaisedAlert): Finding {
  return {
    ...known,
    ...span(known.firstSeenUs, known.lastSeenUs, raised.atUs),
    count: known.count + 1,
    evidence: known.evidence.length >= EVIDENCE_SHOWN ? known.evidence : [...known.evidence, evidenceOf(raised)],
  };
}

/** A process that only stands for a place is named as the alert names the one it saw. */
function actorOf({ alert: { fields }, isJoined }: RaisedAlert, { id, execId, pid, ...process }: Process): ProcessRef {
  if (isJoined) return { id, execId, pid, ...program(process) };
  const line = textField(fields, 'proc.cmdline');
  const name = line?.split(' ', 1)[0];
  const called = name ?? textField(fields, 'proc.name');
  const path = textField(fields, 'proc.exepath');
  // Of a program with many names the path tells only the file: the name is what was asked of it.
  const binary = path === undefined || (called !== undefined && !path.endsWith(`/${called}`)) ? called : path;
  const words = line?.slice((name?.length ?? 0) + 1);
  return {
    id,
    execId,
    pid,
    ...program({ ...(binary === undefined ? {} : { binary }), ...(words === undefined || words === '' ? {} : { arguments: words }) }),
  };
}

function program({ binary, arguments: words }: Pick<ProcessRef, 'binary' | 'arguments'>): Pick<ProcessRef, 'binary' | 'arguments'> {
  return { ...(binary === undefined ? {} : { binary }), ...(words === undefined ? {} : { arguments: words }) };
}

/** The file or socket that an alert is about. */
function subjectOf({ fields }: AlertFact): string | undefined {
  return textField(fields, 'fd.name') ?? textField(fields, 'evt.arg.path');
}

function ruleOf(alert: AlertFact): RuleRef {
  const techniques = alert.tags.filter((tag) => /^T\d{4}(?:\.\d{3})?$/i.test(tag)).map((tag) => currentTechnique(tag.toUpperCase()));
  return {
    id: alertRuleId(alert.rule),
    title: alert.rule,
    level: alert.priority === undefined ? LEVEL_UNSTATED : LEVEL_OF[alert.priority],
    kind: 'falco',
    attack: [...new Set(techniques)],
  };
}

function evidenceOf({ alert, atUs, atNs, evidence }: RaisedAlert): Evidence {
  const summary = alert.output.length > SUMMARY_LENGTH ? `${alert.output.slice(0, SUMMARY_LENGTH - 1)}…` : alert.output;
  return { ...evidence, ...(atUs === undefined ? {} : { timeUs: atUs }), ...(atNs === undefined ? {} : { timeNs: atNs }), summary };
}

function textField(fields: AlertFact['fields'], name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}
