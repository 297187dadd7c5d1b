import { Document } from 'yaml';
import type { DataFile } from './definition.js';
import { type FactName, factOf, type Subject } from './facts.js';
import { API_VERSION } from './read-lab.js';
import { schemaLine } from './stub.js';

/** Something worth asking about: a process, with the connection that matters where there is one. */
export interface Highlight {
  /** What it looks like, for the author: a rule's title. */
  readonly why: string;
  readonly subject: Subject;
}

/** What a new lab is made of. */
export interface ScaffoldParts {
  readonly id: string;
  readonly title: string;
  readonly data: readonly DataFile[];
  readonly highlights: readonly Highlight[];
  /** Where editors find the schema of this kind of file. */
  schemaOf(kind: 'lab' | 'lab-key'): string;
}

/** A file of a new lab. */
export interface ScaffoldFile {
  readonly name: string;
  readonly text: string;
}

interface FieldPlan {
  readonly name: string;
  readonly type: string;
  readonly from: FactName;
  readonly tolerance?: number;
}

const OF_PROCESS: readonly FieldPlan[] = [
  { name: 'container', type: 'containerId', from: 'container' },
  { name: 'pid', type: 'int', from: 'pid' },
  { name: 'binary', type: 'path', from: 'binary' },
];

const OF_CONNECTION: readonly FieldPlan[] = [
  { name: 'name', type: 'dnsName', from: 'remoteName' },
  { name: 'address', type: 'ip', from: 'remoteIp' },
  { name: 'port', type: 'port', from: 'remotePort' },
];

/** The files of a new lab: a question about each highlight, with its answer and its proof in the key. */
export function scaffold({ id, title, data, highlights, schemaOf }: ScaffoldParts): readonly ScaffoldFile[] {
  const questions = highlights.flatMap((highlight, place) => questionsOf(highlight, place + 1));
  return [
    { name: 'lab.yaml', text: yaml([` ${schemaText(schemaOf('lab'))}`, ...LAB_HEAD], labDocument({ id, title, data }, questions)) },
    { name: 'key.yaml', text: yaml([` ${schemaText(schemaOf('lab-key'))}`, ...KEY_HEAD], keyDocument(id, questions)) },
    { name: 'chapters/1-start.md', text: START },
    { name: 'path.md', text: 'TODO: how you would solve it, step by step. Shown when every question is answered.\n' },
    ...questions.map((question) => ({
      name: explainFile(question),
      text: `TODO: why this is the answer, and what to learn from it (${question.why}).\n`,
    })),
  ];
}

interface QuestionPlan {
  readonly id: string;
  readonly why: string;
  readonly prompt: string;
  readonly of: 'process' | 'connection';
  readonly where: string;
  readonly fields: readonly (FieldPlan & { readonly value: string | number })[];
}

function questionsOf({ why, subject }: Highlight, number: number): readonly QuestionPlan[] {
  const { process, connection } = subject;
  const where = `exec:=${process.execId}`;
  const first: QuestionPlan = {
    id: `who-${number}`,
    why,
    prompt: `TODO: ask for the process that "${why}" is about, without saying where it is.`,
    of: 'process',
    where,
    fields: known(OF_PROCESS, subject),
  };
  const remote = connection?.remote;
  if (remote === undefined || connection === undefined) return [first];
  const second: QuestionPlan = {
    id: `where-to-${number}`,
    why,
    prompt: 'TODO: ask whom it talked to.',
    of: 'connection',
    // A finding's connection may be of another process than the finding: a shell on pipes has that of its neighbour.
    where: `exec:=${connection.process.execId} dst:${remote.ip} port:${remote.port}`,
    fields: known(OF_CONNECTION, subject),
  };
  return [first, second];
}

function known(plans: readonly FieldPlan[], subject: Subject): QuestionPlan['fields'] {
  return plans.flatMap((plan) => {
    const value = factOf(plan.from, subject);
    return value === undefined || value === 0 ? [] : [{ ...plan, value }];
  });
}

function explainFile({ id }: QuestionPlan): string {
  return `explain/${id}.md`;
}

function labDocument({ id, title, data }: Pick<ScaffoldParts, 'id' | 'title' | 'data'>, questions: readonly QuestionPlan[]) {
  return {
    apiVersion: API_VERSION,
    kind: 'Lab',
    id,
    version: 1,
    title,
    summary: 'TODO: one line that makes somebody want to begin',
    data,
    chapters: [{ id: 'start', title: 'What you have', text: 'chapters/1-start.md' }],
    questions: questions.map((question) => ({
      id: question.id,
      after: ['start'],
      prompt: question.prompt,
      points: 10,
      fields: Object.fromEntries(question.fields.map(({ name, type, from }) => [name, { type, from }])),
      hints: [
        { cost: 0, text: 'TODO: where to look, for nothing' },
        { cost: 3, text: 'TODO: what to look for' },
      ],
      explain: explainFile(question),
    })),
    path: 'path.md',
  };
}

function keyDocument(id: string, questions: readonly QuestionPlan[]) {
  return {
    apiVersion: API_VERSION,
    kind: 'LabKey',
    lab: `${id}@1`,
    questions: Object.fromEntries(
      questions.map(({ id: question, of, where, fields }) => [
        question,
        Object.fromEntries(fields.map(({ name, from, value }) => [name, { value, proof: { of, where, take: from } }])),
      ]),
    ),
  };
}

const LAB_HEAD = [
  ' A lab of workbench. Replace each TODO, ask what you want asked, then: workbench lab lint --seal FOLDER',
  ' Types of fields, hints, chapters: docs/writing-labs.md',
];

const KEY_HEAD = [
  ' Answers in plain, and where the data holds them. "workbench lab lint" proves them, "lint --seal" seals them into lab.yaml.',
  ' In an exam, keep this file away from the learners: workbench lab check --key key.yaml',
];

const START = `TODO: tell the story.

* What system is this, and who runs it?
* What is known so far, and what is asked?
* Which views of the interface help first?
`;

/** Without the sign of a comment, which the document writes itself. */
function schemaText(schema: string): string {
  return schemaLine(schema).replace(/^# /, '');
}

function yaml(head: readonly string[], value: unknown): string {
  const document = new Document(value, { version: '1.2', schema: 'core' });
  document.commentBefore = head.join('\n');
  return document.toString({ lineWidth: 0 });
}
