import type { Chapter, DataFile, Hint, Lab, Question } from './definition.js';
import { type PlacedMap, type PlacedNode, readYaml } from './placed-yaml.js';
import { type LabProblem, ProblemList } from './problem.js';
import { readField } from './read-field.js';
import { listOf, mapsIn, optionalText, refuseUnknownKeys, requiredText, textsIn, valueUnder, wholeNumber } from './yaml-shape.js';

/** A lab that was read, and all that is wrong with its text. There is no lab where something is an error. */
export interface LabReading {
  readonly lab?: Lab;
  readonly problems: readonly LabProblem[];
}

export const API_VERSION = 'workbench/v1';
const LAB_KEYS = ['apiVersion', 'kind', 'id', 'version', 'title', 'summary', 'data', 'chapters', 'questions', 'path'];
/** Names of labs, chapters, questions and fields: they become file names, keys and words of command lines. */
const ID = /^[a-z0-9][A-Za-z0-9._-]{0,63}$/;
const MOST_POINTS = 1000;

/** Reads the text of a `lab.yaml`. Never throws. */
export function readLab(text: string): LabReading {
  const problems = new ProblemList();
  const root = readYaml(text, problems);
  if (root?.kind !== 'map') {
    if (!problems.hasErrors) problems.error({ line: 1, column: 1 }, 'this is no lab: there are no keys');
    return { problems: problems.all };
  }
  const lab = labOf(root, problems);
  return problems.hasErrors ? { problems: problems.all } : { lab, problems: problems.all };
}

function labOf(root: PlacedMap, problems: ProblemList): Lab {
  refuseUnknownKeys(root, LAB_KEYS, problems);
  requireWord(root, 'apiVersion', API_VERSION, problems);
  requireWord(root, 'kind', 'Lab', problems);
  const chapters = mapsIn(listOf(root, 'chapters', problems), 'a chapter', problems).map((map) => chapterOf(map, problems));
  const questions = mapsIn(listOf(root, 'questions', problems), 'a question', problems).map((map) => questionOf(map, chapters, problems));
  if (questions.length === 0) problems.error(valueUnder(root, 'questions')?.place ?? root.place, 'a lab asks at least one question');
  if (chapters.length === 0) problems.error(valueUnder(root, 'chapters')?.place ?? root.place, 'a lab has at least one chapter');
  refuseDoubles(root, 'chapters', problems);
  refuseDoubles(root, 'questions', problems);
  const path = fileName(valueUnder(root, 'path'), problems);
  return {
    id: idOf(root, problems),
    version: wholeNumber(root, 'version', { least: 1, most: 1_000_000, fallback: 1 }, problems),
    title: requiredText(root, 'title', 'a line that names the lab', problems)?.text ?? '',
    summary: optionalText(root, 'summary', problems) ?? '',
    data: mapsIn(listOf(root, 'data', problems), 'a data file', problems).map((map) => dataOf(map, problems)),
    chapters,
    questions,
    ...(path === undefined ? {} : { path }),
  };
}

/** A key that has only one value yet. */
export function requireWord(map: PlacedMap, key: string, word: string, problems: ProblemList): void {
  const value = requiredText(map, key, `"${word}"`, problems);
  if (value !== undefined && value.text !== word) problems.error(value.place, `${key} must be ${word}`);
}

function idOf(map: PlacedMap, problems: ProblemList): string {
  const id = requiredText(map, 'id', 'letters, digits, - and _, like first-shell', problems);
  // Words like constructor stand for something in every record that is kept by id.
  if (id !== undefined && (!ID.test(id.text) || id.text in {}))
    problems.error(id.place, 'an id is made of letters, digits, - and _, like first-shell');
  return id?.text ?? '';
}

function refuseDoubles(root: PlacedMap, key: string, problems: ProblemList): void {
  const seen = new Set<string>();
  for (const item of listOf(root, key, new ProblemList())) {
    const id = item.kind === 'map' ? valueUnder(item, 'id') : undefined;
    if (id?.kind !== 'scalar') continue;
    if (seen.has(id.text)) problems.error(id.place, `the id ${id.text} is used twice`);
    seen.add(id.text);
  }
}

function dataOf(map: PlacedMap, problems: ProblemList): DataFile {
  refuseUnknownKeys(map, ['file', 'format', 'sha256'], problems);
  const sha256 = requiredText(map, 'sha256', "the file's SHA-256, in hex", problems);
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256.text)) problems.error(sha256.place, 'a SHA-256 has 64 hex digits');
  const format = optionalText(map, 'format', problems);
  return {
    file: fileName(requiredText(map, 'file', "a file in the lab's folder", problems), problems) ?? '',
    sha256: sha256?.text.toLowerCase() ?? '',
    ...(format === undefined ? {} : { format }),
  };
}

function chapterOf(map: PlacedMap, problems: ProblemList): Chapter {
  refuseUnknownKeys(map, ['id', 'title', 'text'], problems);
  const id = idOf(map, problems);
  return {
    id,
    title: optionalText(map, 'title', problems) ?? id,
    text: fileName(requiredText(map, 'text', "a file in the lab's folder", problems), problems) ?? '',
  };
}

/** A file below the lab's folder: a lab is made by anybody, and must not show what else is on the machine. */
function fileName(node: PlacedNode | undefined, problems: ProblemList): string | undefined {
  if (node === undefined) return undefined;
  const name = node.kind === 'scalar' ? node.text : '';
  const isBelow = name !== '' && !/^[/\\]|[\\:\0]/.test(name) && !name.split('/').includes('..');
  if (!isBelow) problems.error(node.place, "a file in the lab's folder belongs here, like chapters/1-start.md");
  return name;
}

const QUESTION_KEYS = ['id', 'prompt', 'points', 'after', 'fields', 'hints', 'explain'];

function questionOf(map: PlacedMap, chapters: readonly Chapter[], problems: ProblemList): Question {
  refuseUnknownKeys(map, QUESTION_KEYS, problems);
  const fields = valueUnder(map, 'fields');
  if (fields?.kind !== 'map' || fields.entries.length === 0) {
    problems.error(fields?.place ?? map.place, 'a question has fields, each with a type: fields: { pid: { type: int } }');
  }
  const explain = fileName(valueUnder(map, 'explain'), problems);
  return {
    id: idOf(map, problems),
    prompt: requiredText(map, 'prompt', 'what is asked', problems)?.text.trim() ?? '',
    points: wholeNumber(map, 'points', { least: 0, most: MOST_POINTS, fallback: 10 }, problems),
    chapter: chapterBefore(map, chapters, problems),
    fields: fields?.kind === 'map' ? fields.entries.flatMap((entry) => readField(entry, problems)) : [],
    hints: mapsIn(listOf(map, 'hints', problems), 'a hint', problems).map((hint) => hintOf(hint, problems)),
    ...(explain === undefined ? {} : { explain }),
  };
}

/** The last chapter that must have been read; the lab's last where none is named. */
function chapterBefore(map: PlacedMap, chapters: readonly Chapter[], problems: ProblemList): string {
  const after = textsIn(listOf(map, 'after', problems), problems);
  for (const { text, place } of after) {
    if (!chapters.some(({ id }) => id === text)) problems.error(place, `there is no chapter ${text}`);
  }
  const named = chapters.filter(({ id }) => after.some(({ text }) => text === id)).at(-1);
  return (named ?? chapters.at(-1))?.id ?? '';
}

function hintOf(map: PlacedMap, problems: ProblemList): Hint {
  refuseUnknownKeys(map, ['text', 'cost'], problems);
  return {
    text: requiredText(map, 'text', 'the hint', problems)?.text.trim() ?? '',
    cost: wholeNumber(map, 'cost', { least: 0, most: MOST_POINTS, fallback: 0 }, problems),
  };
}
