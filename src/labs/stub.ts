import { type Lab, labName } from './definition.js';
import { expects } from './types/index.js';

const COMMENT_WIDTH = 96;

/**
 * The text of a learner's file before the first answer: every question with its fields, and what belongs there. `schema`: where editors find
 * what is allowed in it.
 */
export function answersStub(lab: Lab, schema?: string): string {
  const questions = lab.questions.flatMap((question) => [
    '',
    ...wrapped(`${question.prompt} (${question.points} points)`).map((line) => `  # ${line}`),
    `  ${question.id}:`,
    ...question.fields.map((field) => `    ${field.name}: # ${oneLine(expects(field.type))}`),
  ]);
  const head = [
    ...(schema === undefined ? [] : [schemaLine(schema)]),
    `# Answers to the lab "${oneLine(lab.title)}". Write them here, or press a in the interface; then: workbench lab check`,
    `lab: ${labName(lab)}`,
    'answers:',
  ];
  return `${[...head, ...questions].join('\n')}\n`;
}

/** The comment by which editors find a schema. */
export function schemaLine(schema: string): string {
  return `# yaml-language-server: $schema=${schema}`;
}

/** Text as lines of a comment: nothing in it can end the comment. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && line.length + word.length >= COMMENT_WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
