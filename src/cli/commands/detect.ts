import { type CommandDefinition, runOnCase } from '../command.js';
import { addDetectOptions } from '../options/detect-options.js';

/** `workbench detect`. */
export const detectCommand: CommandDefinition = {
  name: 'detect',
  summary: 'ask the rules what happened',
  description:
    'Asks the rules of a case and prints what they say; a summary of what they could and could not see goes to standard error. Exits 1 when a finding is at or above --fail-on, 3 when there was nothing to judge.',
  examples: [
    { line: 'workbench detect events.jsonl.gz', meaning: 'findings for a person; exit 1 from level high on' },
    { line: 'workbench detect events.jsonl.gz --fail-on none --level medium', meaning: 'never fail, show from medium on' },
    { line: 'workbench detect events.jsonl.gz --format yaml=findings.yaml --format text', meaning: 'both a file and the screen' },
    {
      line: 'workbench detect events.jsonl.gz --format sarif=findings.sarif --format junit=findings.xml',
      meaning: 'for code scanning and for the test report of a pipeline',
    },
    { line: 'workbench detect events.jsonl.gz --sigma rules/linux', meaning: 'your Sigma rules beside the built-in ones' },
    { line: 'workbench detect events.jsonl.gz --suppress accepted.yml --show-suppressed', meaning: 'accepted findings, with the reason' },
    { line: 'workbench detect events.jsonl.gz --baseline baseline.yml', meaning: 'fail on what is new since --write-baseline alone' },
    { line: 'workbench detect events.jsonl.gz --rule late-execution --namespace tenant-jobs', meaning: 'one rule, one namespace' },
  ],
  define: (command) => {
    addDetectOptions(command);
    return runOnCase(command, async () => (await import('../actions/detect.js')).detectFindings);
  },
};
