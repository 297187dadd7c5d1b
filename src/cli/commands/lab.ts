import { type Command, Option } from 'commander';
import { type CommandDefinition, runWith } from '../command.js';
import { addInterfaceOptions } from '../options/interface-options.js';
import { addFormatOption, addOutputOptions, addStyleOptions } from '../options/output-options.js';

function addLabsOption(command: Command): void {
  command.addOption(
    new Option('--labs <folder>', 'find labs by name in this folder instead of among those of workbench').env('WORKBENCH_LABS'),
  );
}

function addAnswersOption(command: Command): void {
  command.addOption(
    new Option('--answers <file>', 'your file of answers (answers.yaml here, or the one that the lab was begun with)').env(
      'WORKBENCH_ANSWERS',
    ),
  );
}

const list: CommandDefinition = {
  name: 'list',
  summary: 'labs there are, and how far you are',
  description: 'Lists the labs with their questions and points, and what you have of them so far.',
  examples: [{ line: 'workbench lab list', meaning: 'every lab that comes with workbench' }],
  define: (command) => {
    addLabsOption(command);
    addFormatOption(command, ['text', 'json', 'yaml']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-list.js')).listLabs);
  },
};

const start: CommandDefinition = {
  name: 'start',
  summary: 'begin a lab: write answers.yaml and print the first chapter',
  description: 'Begins a lab: writes a file with its questions to answer in, and prints the first chapter. The clock runs from here on.',
  examples: [
    { line: 'workbench lab start tenant-jobs', meaning: 'answers.yaml in this folder' },
    { line: 'workbench lab start ./my-lab --answers mine.yaml', meaning: 'a lab in a folder of yours' },
  ],
  define: (command) => {
    command.argument('<lab>', 'name of a lab, or its folder');
    addAnswersOption(command);
    addLabsOption(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-start.js')).startLab);
  },
};

const open: CommandDefinition = {
  name: 'open',
  summary: 'work on a lab in the interface',
  description:
    'Opens the interface on the data of a lab, with its chapters and questions beside the data. Begins the lab where it was not begun. Without a terminal, prints all chapters and questions.',
  examples: [{ line: 'workbench lab open tenant-jobs', meaning: 'a in the tree answers from the selected process' }],
  define: (command) => {
    command.argument('<lab>', 'name of a lab, or its folder');
    addAnswersOption(command);
    addLabsOption(command);
    addInterfaceOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-open.js')).openLabInterface);
  },
};

const check: CommandDefinition = {
  name: 'check',
  summary: 'grade answers.yaml',
  description:
    'Grades a file of answers: exit 0 when all are right, 1 when some are wrong or missing, 2 when the file can not be read as answers, 3 when nothing can be graded. Says of each field what is wrong with it, never the answer.',
  examples: [
    { line: 'workbench lab check', meaning: 'answers.yaml, which says itself which lab it answers' },
    { line: 'workbench lab check exam --answers mary.yaml --key key.yaml --format json', meaning: 'an exam, with the private key' },
    { line: 'workbench lab check tenant-jobs --badge badge.svg', meaning: 'write the badge when all is right' },
  ],
  define: (command) => {
    command.argument('[lab]', 'name of a lab, or its folder; by default what the file of answers names');
    addAnswersOption(command);
    command
      .option('--key <file>', 'compare with this private key; progress is neither used nor kept')
      .option('--badge <file>', 'write the badge here when all is right: as a picture to *.svg, else as text');
    addLabsOption(command);
    addFormatOption(command, ['text', 'json', 'yaml']);
    addOutputOptions(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-check.js')).checkLab);
  },
};

const hint: CommandDefinition = {
  name: 'hint',
  summary: 'the next hint to a question, at its cost',
  description:
    'Prints the next hint to a question. What it costs is taken from the points of the question; --cost says beforehand how much.',
  examples: [
    { line: 'workbench lab hint tenant-jobs first-shell', meaning: 'the next hint to this question' },
    { line: 'workbench lab hint tenant-jobs first-shell --cost', meaning: 'only what it would cost' },
  ],
  define: (command) => {
    command.argument('<lab>', 'name of a lab, or its folder').argument('<question>', 'id of a question');
    command.option('--cost', 'say what the next hint costs, and give none');
    addAnswersOption(command);
    addLabsOption(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-hint.js')).hintLab);
  },
};

const reset: CommandDefinition = {
  name: 'reset',
  summary: 'forget hints, attempts and time of a lab',
  description: 'Forgets what was kept of your work in a lab. Your file of answers is left as it is, unless --answers-too writes it anew.',
  examples: [
    { line: 'workbench lab reset tenant-jobs', meaning: 'as if it was never begun' },
    { line: 'workbench lab reset tenant-jobs --answers-too', meaning: 'and empty answers.yaml' },
  ],
  define: (command) => {
    command.argument('<lab>', 'name of a lab, or its folder');
    command.option('--answers-too', 'write the file of answers anew, without any answer');
    addAnswersOption(command);
    addLabsOption(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-reset.js')).resetLab);
  },
};

const create: CommandDefinition = {
  name: 'new',
  summary: 'make a lab of event files',
  description:
    'Makes a folder with a lab: a copy of the event files, lab.yaml with a question for each of the worst findings, key.yaml with the answers and where the data holds them, and texts to fill in. It passes lab lint as it is.',
  examples: [{ line: 'workbench lab new my-lab events.jsonl.gz', meaning: 'a lab in the folder my-lab' }],
  define: (command) => {
    command.argument('<folder>', 'folder to make').argument('<inputs...>', 'event files, folders or globs');
    command.option('--title <text>', 'what the lab is called').option('--questions <n>', 'at most so many questions', '5');
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-new.js')).newLab);
  },
};

const lint: CommandDefinition = {
  name: 'lint',
  summary: 'prove that a lab can be solved',
  description:
    'Reads the data of a lab, runs the proof of every answer in key.yaml, and says whether the data holds that answer and no other. Exit 0 when all are proved, 1 when one is wrong, 2 when a file of the lab can not be read, 3 when something is not proved.',
  examples: [
    { line: 'workbench lab lint my-lab', meaning: 'with key.yaml in its folder' },
    { line: 'workbench lab lint my-lab --seal', meaning: 'pin the data and seal the answers of the key in lab.yaml' },
  ],
  define: (command) => {
    command.argument('<lab>', 'name of a lab, or its folder');
    command
      .option('--key <file>', "answers and proofs (key.yaml in the lab's folder)")
      .option('--seal', 'write the seals of the answers, and the hashes of the data, into lab.yaml first');
    addLabsOption(command);
    addStyleOptions(command);
    return runWith(command, async () => (await import('../actions/lab-lint.js')).lintLab);
  },
};

/** `workbench lab`. */
export const labCommand: CommandDefinition = {
  name: 'lab',
  summary: 'learn by investigating: exercises on recordings',
  description: 'Exercises on recordings of real systems: chapters, questions, hints and points, graded on the spot.',
  examples: [{ line: 'workbench lab open tenant-jobs', meaning: 'the first one to do' }],
  subcommands: [list, start, open, check, hint, reset, create, lint],
};
