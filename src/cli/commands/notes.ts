import { Option } from 'commander';
import { type CommandDefinition, runWith } from '../command.js';
import { addCaseOptions } from '../options/case-options.js';
import { addFormatOption, addOutputOptions, addStyleOptions, wholeNumber } from '../options/output-options.js';
import { LIST_FORMATS } from '../options/reading-options.js';

const list: CommandDefinition = {
  name: 'list',
  summary: 'list notes and bookmarks',
  description: 'Lists what was written about a case, by the time of what it is about.',
  examples: [
    { line: 'workbench notes list events.jsonl.gz', meaning: 'of the case that belongs to this file' },
    { line: 'workbench notes list --case incident.db --format json', meaning: 'for a program' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFormatOption(command, LIST_FORMATS);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/notes.js')).notesList);
  },
};

const add: CommandDefinition = {
  name: 'add',
  summary: 'write a note',
  description:
    'Writes a note about a process, a connection, a finding or a moment. Without --text it is a bookmark. Notes stay when the case is imported or linked anew.',
  examples: [
    {
      line: 'workbench notes add events.jsonl.gz --at 2026-11-20T16:37:00Z --text "the user got a phone call"',
      meaning: 'about a moment',
    },
    { line: 'workbench notes add --case incident.db --finding a2b7c5c940226f80 --text "confirmed"', meaning: 'about a finding' },
    { line: 'workbench notes add --case incident.db --process a2luZC13b3JrZXI6NTc2', meaning: 'a bookmark on a process, by its exec id' },
  ],
  define: (command) => {
    addCaseOptions(command);
    command
      .option('--text <text>', 'what to say')
      .option('--process <exec-id>', 'about this process')
      .addOption(new Option('--connection <id>', 'about this connection, as connections prints its id').argParser(wholeNumber))
      .option('--finding <id>', 'about this finding')
      .option('--at <time>', 'about this moment; beside another subject: when it happened');
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/notes.js')).notesAdd);
  },
};

const remove: CommandDefinition = {
  name: 'remove',
  summary: 'take a note away',
  description: 'Takes a note or bookmark out of a case for good.',
  examples: [{ line: 'workbench notes remove events.jsonl.gz --id 3', meaning: 'by the number that the list shows' }],
  define: (command) => {
    addCaseOptions(command);
    command.addOption(new Option('--id <n>', 'its number, as listed').argParser(wholeNumber).makeOptionMandatory());
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/notes.js')).notesRemove);
  },
};

const exportNotes: CommandDefinition = {
  name: 'export',
  summary: 'write the notes to a file',
  description: 'Writes every note and bookmark of a case as YAML or Markdown.',
  examples: [
    { line: 'workbench notes export events.jsonl.gz -o notes.yaml', meaning: 'as YAML' },
    { line: 'workbench notes export events.jsonl.gz --format markdown', meaning: 'for a ticket' },
  ],
  define: (command) => {
    addCaseOptions(command);
    addFormatOption(command, ['yaml', 'markdown']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/notes.js')).notesExport);
  },
};

/** `workbench notes`. */
export const notesCommand: CommandDefinition = {
  name: 'notes',
  summary: 'list, write or export notes',
  description: "Notes and bookmarks of a case, which m, b and ' write and list in the interface.",
  examples: [{ line: 'workbench notes list events.jsonl.gz', meaning: 'list them' }],
  subcommands: [list, add, remove, exportNotes],
};
