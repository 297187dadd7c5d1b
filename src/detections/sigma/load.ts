import { parseCorrelation, type SigmaCorrelation } from './correlation-rule.js';
import { appliesTo, filtered, parseFilter, type SigmaFilter } from './filter.js';
import type { Placeholders } from './placeholders.js';
import { type Place, ProblemList, type SigmaProblem } from './problem.js';
import { resolveCorrelations } from './resolve-correlations.js';
import { parseRule, type SigmaRule } from './rule.js';
import { entryOf, parseYaml, type YamlMap, type YamlNode } from './yaml-tree.js';

/** A rule file as somebody read it. */
export interface SigmaFile {
  readonly path: string;
  readonly text: string;
}

/** What loading is told beside the files. */
export interface LoadOptions {
  /** What `%name%` stands for where a rule says `expand`. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

/** A document that is left out without being wrong. */
export interface SkippedDocument extends Place {
  readonly title: string;
  readonly why: string;
}

/** Everything that loaded, and everything that did not. */
export interface SigmaRuleSet {
  /** In the order of the files. */
  readonly rules: readonly SigmaRule[];
  /** Each after the ones that it refers to. */
  readonly correlations: readonly SigmaCorrelation[];
  readonly filters: readonly SigmaFilter[];
  readonly skipped: readonly SkippedDocument[];
  /** Errors, each of which kept a document out, and warnings; in the order of the files. */
  readonly problems: readonly SigmaProblem[];
}

type Loaded = SigmaRule | SigmaCorrelation | SigmaFilter;

/** Loads rules, correlations and filters from files. One that is wrong does not keep the others out. Never throws. */
export function loadSigma(files: readonly SigmaFile[], options: LoadOptions = {}): SigmaRuleSet {
  const problems = new ProblemList();
  const placeholders: Placeholders = new Map(Object.entries(options.placeholders ?? {}));
  const skipped: SkippedDocument[] = [];
  const documents = files.flatMap(({ path, text }) =>
    parseYaml(path, text, problems).flatMap((node) => {
      const why = foreignTaxonomy(node);
      if (why === undefined) return loadDocument(node, placeholders, problems);
      skipped.push({ ...node.place, ...why });
      return [];
    }),
  );
  const unique = withoutDoubles(documents, problems);
  const filters = unique.filter((one) => one.kind === 'filter');
  const rules = unique.filter((one) => one.kind === 'rule').map((rule) => filtered(rule, filters));
  const correlations = resolveCorrelations(
    unique.filter((one) => one.kind === 'correlation'),
    rules,
    problems,
  );
  warnOfIdleFilters(filters, rules, problems);
  return { rules, correlations, filters, skipped, problems: inOrder(problems.found, files) };
}

function loadDocument(node: YamlNode, placeholders: Placeholders, problems: ProblemList): readonly Loaded[] {
  if (node.kind !== 'map') {
    problems.error(node.place, 'a rule is a mapping');
    return [];
  }
  const loaded = parseDocument(node, placeholders, problems);
  return loaded === undefined ? [] : [loaded];
}

function parseDocument(map: YamlMap, placeholders: Placeholders, problems: ProblemList): Loaded | undefined {
  if (entryOf(map, 'correlation') !== undefined) return parseCorrelation(map, problems);
  if (entryOf(map, 'filter') !== undefined) return parseFilter(map, placeholders, problems);
  const action = entryOf(map, 'action');
  if (action === undefined) return parseRule(map, placeholders, problems);
  problems.error(action.keyPlace, 'action belonged to Sigma 1: write each rule in full');
  return undefined;
}

function foreignTaxonomy(node: YamlNode): { readonly title: string; readonly why: string } | undefined {
  if (node.kind !== 'map') return undefined;
  const [title, taxonomy] = ['title', 'taxonomy'].map((key) => entryOf(node, key)?.value);
  if (taxonomy?.kind !== 'scalar' || taxonomy.value === null || taxonomy.text.toLowerCase() === 'sigma') return undefined;
  return {
    title: title?.kind === 'scalar' ? title.text : '',
    why: `its fields are those of the taxonomy "${taxonomy.text}", which is not known here`,
  };
}

/** Ids and names are how rules refer to each other: the second bearer of one is refused. */
function withoutDoubles(documents: readonly Loaded[], problems: ProblemList): readonly Loaded[] {
  const bearers = new Map<string, Loaded>();
  return documents.filter((document) => {
    const words = [document.id, document.name].filter((word) => word !== undefined);
    const earlier = words.map((word) => bearers.get(word)).find((bearer) => bearer !== undefined);
    if (earlier !== undefined) {
      problems.error(
        document.place,
        `"${document.title}" has the id or name of "${earlier.title}" (${earlier.place.file}:${earlier.place.line})`,
      );
      return false;
    }
    for (const word of words) bearers.set(word, document);
    return true;
  });
}

function warnOfIdleFilters(filters: readonly SigmaFilter[], rules: readonly SigmaRule[], problems: ProblemList): void {
  for (const filter of filters) {
    if (filter.rules !== 'any' && !rules.some((rule) => appliesTo(filter, rule)))
      problems.warning(filter.place, `the filter "${filter.title}" is for no rule that was loaded`);
  }
}

function inOrder(found: readonly SigmaProblem[], files: readonly SigmaFile[]): readonly SigmaProblem[] {
  const places = new Map(files.map(({ path }, place) => [path, place]));
  const placeOf = ({ file }: SigmaProblem): number => places.get(file) ?? files.length;
  return [...found].sort((a, b) => placeOf(a) - placeOf(b) || a.line - b.line || a.column - b.column);
}
