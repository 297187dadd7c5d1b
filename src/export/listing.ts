import { type JsonObject, jsonLine, SCHEMA_VERSION } from './json.js';
import { yamlText } from './yaml.js';

/** Formats that programs read. */
export const DOCUMENT_FORMATS = ['json', 'ndjson', 'yaml'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/**
 * A list as a document, in pieces of one item each, so that a list of any length passes through in little memory.
 * `kind` names the items: the first line of NDJSON, the key of the list in JSON and YAML.
 */
export function* listing(format: DocumentFormat, kind: string, items: Iterable<JsonObject>): Generator<string> {
  switch (format) {
    case 'ndjson':
      yield `${jsonLine({ schemaVersion: SCHEMA_VERSION, kind })}\n`;
      for (const item of items) yield `${jsonLine(item)}\n`;
      return;
    case 'json':
      return yield* jsonListing(kind, items);
    case 'yaml':
      return yield* yamlListing(kind, items);
  }
}

/** One item a line: as small as JSON gets, and still something that a person can page through. */
function* jsonListing(kind: string, items: Iterable<JsonObject>): Generator<string> {
  yield `{"schemaVersion":${SCHEMA_VERSION},"${kind}":[`;
  let separator = '\n';
  for (const item of items) {
    yield `${separator}${jsonLine(item)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

function* yamlListing(kind: string, items: Iterable<JsonObject>): Generator<string> {
  yield `schemaVersion: ${SCHEMA_VERSION}\n`;
  let isEmpty = true;
  for (const item of items) {
    if (isEmpty) yield `${kind}:\n`;
    isEmpty = false;
    yield indented(yamlText([item]), '  ');
  }
  if (isEmpty) yield `${kind}: []\n`;
}

/** Block scalars keep their meaning when every line moves by the same amount; empty lines stay empty. */
export function indented(text: string, indent: string): string {
  return text.replace(/^(?=[^\n])/gm, indent);
}
