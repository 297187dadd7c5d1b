import type { DetectionCase } from '../../model/detection-case.js';
import type { DataKind } from './events/event-class.js';
import { systemCall } from './events/file-events.js';
import type { CaseData } from './runnable.js';

/** Fields that names of addresses give. */
const NAME_FIELDS = ['DestinationHostname', 'SourceHostname'] as const;

/** What a case holds that rules may be asked about. Reads its hooked calls through, and of everything else as little as it must. */
export function caseData(view: DetectionCase): CaseData {
  const systemCalls = new Set<string>();
  let hasKeys = false;
  for (const call of view.allHookCalls()) {
    hasKeys ||= call.auditKey !== undefined;
    const name = systemCall(call);
    if (name !== undefined) systemCalls.add(name);
  }
  const hasDns = !isEmpty(view.nameTexts());
  const present: readonly (readonly [DataKind, boolean])[] = [
    ['processes', !isEmpty(view.outlines())],
    ['connections', !isEmpty(view.outboundConnections()) || !isEmpty(view.inboundConnections())],
    ['files', !isEmpty(view.allFileAccesses())],
    ['dns', hasDns],
    ['hooks', systemCalls.size > 0],
  ];
  return {
    kinds: new Set(present.flatMap(([kind, isPresent]) => (isPresent ? [kind] : []))),
    systemCalls,
    absentFields: new Set([...(hasDns || hasNames(view) ? [] : NAME_FIELDS), ...(hasKeys ? [] : ['key'])]),
  };
}

function hasNames(view: DetectionCase): boolean {
  for (const stream of [view.outboundConnections(), view.inboundConnections()]) {
    for (const connection of stream) if (connection.remoteNames.length > 0) return true;
  }
  return false;
}

function isEmpty(rows: Iterable<unknown>): boolean {
  for (const _ of rows) return false;
  return true;
}
