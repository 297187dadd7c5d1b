import type { JsonObject } from '../../export/json.js';
import { SETTINGS, type SettingKind } from './settings.js';

/** The JSON schema of `config.yaml`, for editors: what `readSettings` takes, except for what only it can tell of filters and durations. */
export function configSchema(): JsonObject {
  const sections = new Map<string, JsonObject>();
  for (const { name, allows, meaning, usual } of SETTINGS) {
    const [section = '', key] = name.split('.');
    const leaf = {
      ...shapeOf(allows),
      description: meaning,
      ...(usual === undefined || typeof usual === 'object' ? {} : { default: usual }),
    };
    if (key === undefined) sections.set(section, leaf);
    else sections.set(section, sectionWith(sections.get(section), key, leaf));
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://workbench.invalid/schemas/config.json',
    title: 'config.yaml of workbench',
    type: 'object',
    properties: Object.fromEntries(sections),
    additionalProperties: false,
  };
}

function sectionWith(before: JsonObject | undefined, key: string, leaf: JsonObject): JsonObject {
  const properties = before?.properties;
  const known = typeof properties === 'object' && !Array.isArray(properties) ? properties : {};
  return { type: 'object', properties: { ...known, [key]: leaf }, additionalProperties: false };
}

const TEXTS: JsonObject = {
  anyOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', items: { type: 'string', minLength: 1 } },
  ],
};

function shapeOf(allows: SettingKind): JsonObject {
  switch (allows.kind) {
    case 'choice':
      return { enum: allows.of };
    case 'truth':
      return { type: 'boolean' };
    case 'duration':
      return { type: ['string', 'number'], pattern: '^(\\d+(\\.\\d+)?|(\\d+(\\.\\d+)?[dhms])+)$' };
    case 'file':
      return { type: 'string', minLength: 1 };
    case 'files':
    case 'filters':
      return TEXTS;
    case 'keys':
      return { type: 'object', additionalProperties: TEXTS };
  }
}
