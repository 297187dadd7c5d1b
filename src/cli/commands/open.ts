import { type CommandDefinition, runWith } from '../command.js';
import { addCaseOptions, addFollowOption } from '../options/case-options.js';
import { addInterfaceOptions } from '../options/interface-options.js';
import { addStyleOptions } from '../options/output-options.js';

/** `workbench open`. */
export const openCommand: CommandDefinition = {
  name: 'open',
  summary: 'read events and look at them',
  description:
    'Reads events into a case and opens the interface on it. Without a terminal it prints an overview instead: sources, containers, late processes and findings.',
  examples: [
    { line: 'workbench open events.jsonl.gz', meaning: 'look at one export' },
    { line: 'workbench open /var/log/tetragon/', meaning: 'at every export in a folder, rotated ones in order' },
    { line: 'workbench open --follow /var/log/tetragon/tetragon.log', meaning: 'while the agent writes it' },
    { line: 'workbench open --case incident.db', meaning: 'at a case that was kept' },
    { line: 'kubectl logs -n kube-system ds/tetragon -c export-stdout | workbench open - | less', meaning: 'the overview, as text' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFollowOption(command);
    addInterfaceOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/open.js')).open);
  },
};
