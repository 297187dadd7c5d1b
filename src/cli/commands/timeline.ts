import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions } from '../options/reading-options.js';
import { addTimelineOptions } from '../options/timeline-options.js';

/** `workbench timeline`. */
export const timelineCommand: CommandDefinition = {
  name: 'timeline',
  summary: 'list what happened, of every source, in order of time',
  description:
    'Lists starts and exits of processes, connections, DNS messages, file accesses, network flows, alerts, findings and gaps in one order of time. Lines that print no time stand last.',
  examples: [
    { line: 'workbench timeline ./evidence/ --around 2026-01-01T10:05:00Z', meaning: 'a minute before and after a moment' },
    { line: 'workbench timeline case.db --around 3f2a9c0d1b4e5f60 --within 10s', meaning: 'around a finding' },
    { line: 'workbench timeline case.db pod:crawler --kind start,connect', meaning: 'what one pod started and called' },
    { line: 'workbench timeline case.db since:2026-01-01T10:00:00Z --format ndjson', meaning: 'from a moment on, for a program' },
  ],
  define: (command) => {
    addReadingOptions(command);
    addTimelineOptions(command);
    return runOnCase(command, async () => (await import('../actions/timeline.js')).timeline);
  },
};
