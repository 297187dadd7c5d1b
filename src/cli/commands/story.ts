import { type CommandDefinition, runOnCase } from '../command.js';
import { addReadingOptions, LIST_FORMATS } from '../options/reading-options.js';

/** `workbench story`. */
export const storyCommand: CommandDefinition = {
  name: 'story',
  summary: 'tell an intrusion from first cause to last trace',
  description:
    'Prints the incidents of a case: findings that are one intrusion, with how it began and everything it touched, by time. A pid, an exec id or the id of a finding among the words asks for the one it belongs to.',
  examples: [
    { line: 'workbench story events.jsonl.gz', meaning: 'every incident' },
    { line: 'workbench story events.jsonl.gz 22931', meaning: 'the one that a process belongs to' },
    {
      line: 'workbench story events.jsonl.gz a2b7c5c940226f80 --format yaml',
      meaning: 'the one of a finding or with that id, for a program',
    },
    { line: 'workbench story events.jsonl.gz --format mermaid -o story.mmd', meaning: 'a picture for a report' },
  ],
  define: (command) => {
    addReadingOptions(command, [...LIST_FORMATS, 'mermaid']);
    return runOnCase(command, async () => (await import('../actions/story.js')).story);
  },
};
