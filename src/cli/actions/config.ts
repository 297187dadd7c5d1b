import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Json, type JsonObject, jsonText, present, SCHEMA_VERSION } from '../../export/json.js';
import { yamlText } from '../../export/yaml.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { configPath, loadSettings, soundSettings } from '../config/config-file.js';
import { newConfig } from '../config/new-config.js';
import { type InForce, settingsInForce } from '../config/settings-in-force.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';

/** Options of `config show`. */
export type ConfigShowOptions = OutputOptions & StyleOptions & { readonly format: string; readonly origin?: boolean };

/** Prints every setting with the value that holds. */
export async function configShow({ options, world }: Call<ConfigShowOptions>): Promise<ExitCode> {
  const output = openOutput(world, options);
  const inForce = settingsInForce(await soundSettings(world), world.env);
  await writeAll(output, pieces(inForce, options, configPath(world)));
  return EXIT.ok;
}

function pieces(inForce: readonly InForce[], { format, origin }: ConfigShowOptions, path: string): readonly string[] {
  const document = (): JsonObject => ({ schemaVersion: SCHEMA_VERSION, path, settings: inForce.map(settingShape) });
  if (format === 'json') return [`${jsonText(document())}\n`];
  if (format === 'yaml') return [yamlText(document())];
  const texts = inForce.map(({ setting, value }) => `${setting.name}: ${value === undefined ? '' : jsonOf(value)}`.trimEnd());
  const width = Math.max(...texts.map((text) => text.length));
  return texts.map((text, at) => `${origin === true ? `${text.padEnd(width)}  # ${originText(inForce[at])}` : text}\n`).map(safeLine);
}

function jsonOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function safeLine(line: string): string {
  return `${printable(line.slice(0, -1))}\n`;
}

function originText(one: InForce | undefined): string {
  switch (one?.origin.kind) {
    case 'environment':
      return one.origin.variable;
    case 'config':
      return `${one.origin.place.file}:${one.origin.place.line}`;
    default:
      return 'usual';
  }
}

function settingShape({ setting, value, origin }: InForce): JsonObject {
  const from =
    origin.kind === 'config'
      ? { kind: 'config', file: origin.place.file, line: origin.place.line, column: origin.place.column }
      : { ...origin };
  return present({ name: setting.name, value, origin: from });
}

/** Says of the configuration what is wrong with it, the ids of commands that its keys name included. */
export async function configCheck({ options, world }: Call<StyleOptions>): Promise<ExitCode> {
  const { checkedKeys } = await import('../config/checked-keys.js');
  const settings = await loadSettings(world);
  const problems = [...settings.problems, ...checkedKeys(settings)];
  for (const { file, line, column, reason } of problems) world.stderr.write(`${printable(`${file}:${line}:${column}: ${reason}`)}\n`);
  if (problems.length > 0) return EXIT.usage;
  if (options.quiet !== true) {
    const count = settings.values.size;
    world.stderr.write(`${printable(configPath(world))}: ${count === 0 ? 'nothing is set' : `${count} set, nothing wrong`}\n`);
  }
  return EXIT.ok;
}

/** Writes a configuration to begin with. */
export async function configInit({ options, world }: Call<OutputOptions & StyleOptions>): Promise<ExitCode> {
  const output = options.output ?? configPath(world);
  if (options.output === undefined) mkdirSync(dirname(output), { recursive: true, mode: 0o700 });
  await writeAll(openOutput(world, { ...options, output }), [newConfig()]);
  if (output !== '-' && options.quiet !== true) world.stderr.write(`${printable(output)}\n`);
  return EXIT.ok;
}

/** Prints where the configuration is looked for. */
export async function configPrintPath({ world }: Call<object>): Promise<ExitCode> {
  await writeAll(openOutput(world, {}), [`${configPath(world)}\n`]);
  return EXIT.ok;
}
