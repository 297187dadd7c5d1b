import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const FOLDER = new URL('../../docs/schemas/', import.meta.url);

/** Names of the published schemas, without `.json`. */
export const SCHEMAS: readonly string[] = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
for (const name of SCHEMAS) ajv.addSchema(closed(schema(name)), name);

/** A published schema as it stands. */
export function schema(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

/**
 * What a value breaks of a schema; empty when it fits. Readers must bear with fields that are added, the tests must not: every
 * object that lists its properties is closed, so that no field leaves the program without standing in a schema.
 */
export function schemaErrors(name: string, value: unknown): readonly string[] {
  const validate = ajv.getSchema(name);
  if (validate === undefined) throw new Error(`there is no schema "${name}"`);
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`);
}

function closed(node: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => [key, closedValue(value)]);
  const isOpen = 'properties' in node && 'type' in node && !('additionalProperties' in node);
  return { ...Object.fromEntries(entries), ...(isOpen && { additionalProperties: false }) };
}

function closedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closedValue);
  return isRecord(value) ? closed(value) : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
