import type { DetectionCase } from '../model/detection-case.js';

/** Rules ask about the same few processes again and again; the bound keeps a run's memory apart from the size of the case. */
const REMEMBERED = 20_000;

/** The same case, remembering its latest answers about single processes. Right as long as the case does not change meanwhile. */
export function rememberingCase(view: DetectionCase): DetectionCase {
  return {
    lateAfterSeconds: () => view.lateAfterSeconds(),
    containers: () => view.containers(),
    container: remembered((id) => view.container(id)),
    connection: (id) => view.connection(id),
    ancestors: (id, limit) => view.ancestors(id, limit),
    processesNamed: (names) => view.processesNamed(names),
    lateProcesses: () => view.lateProcesses(),
    outboundConnections: () => view.outboundConnections(),
    inboundConnections: () => view.inboundConnections(),
    fileAccessesOf: (id) => view.fileAccessesOf(id),
    allProcesses: () => view.allProcesses(),
    allFileAccesses: () => view.allFileAccesses(),
    allDnsMessages: () => view.allDnsMessages(),
    allHookCalls: () => view.allHookCalls(),
    process: remembered((id) => view.process(id)),
    children: remembered((id) => view.children(id)),
    connectionsOf: remembered((id) => view.connectionsOf(id)),
  };
}

function remembered<Answer>(ask: (id: number) => Answer): (id: number) => Answer {
  const answers = new Map<number, Answer>();
  return (id) => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const answer = ask(id);
    if (answers.size >= REMEMBERED) answers.clear();
    answers.set(id, answer);
    return answer;
  };
}
