#!/usr/bin/env node
// Measures speed, memory and size of whole programs, and writes bench/results.md. See docs/performance.md.
//
//   npm run bench -- [--events 300000] [--runs 3] [--only import,forms,detect,start,open,interface,growth]
//                    [--growth 100000,300000,1000000] [--tools FOLDER] [--duckdb FOLDER] [--sigma FOLDER] [--folder FOLDER]

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Workshop } from './files.mjs';
import { detection, formsCompared, growth, importAgainstYardstick, startUp } from './import-speed.mjs';
import { firstFrameWhileImporting, interfaceSpeed } from './interface-speed.mjs';
import { report } from './report.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist', 'cli', 'main.js');
const PARTS = ['import', 'forms', 'detect', 'start', 'open', 'interface', 'growth'];

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '300000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: PARTS.join(',') },
    growth: { type: 'string', default: '100000,300000,1000000' },
    'interface-events': { type: 'string', default: '1000000' },
    tools: { type: 'string', default: join(ROOT, '..', 'shared', 'bench') },
    sigma: { type: 'string', default: join(ROOT, '..', 'shared', 'data', 'sigma', 'rules') },
    duckdb: { type: 'string' },
    folder: { type: 'string', default: join(tmpdir(), 'workbench-bench') },
    out: { type: 'string', default: join(ROOT, 'bench', 'results.md') },
  },
});

const say = (text) => process.stderr.write(`${text}\n`);
const tools = resolve(values.tools);
if (!existsSync(join(tools, 'gen-tetragon.mjs'))) {
  say(`there is no gen-tetragon.mjs in ${tools}: name the folder of the generator with --tools`);
  process.exit(2);
}
if (!existsSync(PROGRAM)) {
  say('there is no program to measure: npm run build makes it');
  process.exit(2);
}

mkdirSync(values.folder, { recursive: true });
const workshop = new Workshop({ folder: values.folder, tools });
const common = { workshop, program: PROGRAM, runs: Number(values.runs), events: Number(values.events) };
const wanted = new Set(values.only.split(','));
const results = {};

/** Measures one part, if it is asked for, and says that it does. */
async function part(name, key, measure) {
  if (!wanted.has(name)) return;
  say(`measuring: ${name}`);
  results[key] = await measure();
}

await part('import', 'imported', () =>
  importAgainstYardstick({ ...common, ...(values.duckdb === undefined ? {} : { duckdb: resolve(values.duckdb) }) }),
);
await part('forms', 'forms', () => formsCompared(common));
await part('detect', 'detection', () => detection({ ...common, sigma: values.sigma }));
await part('start', 'startUp', () => startUp(common));
await part('open', 'opened', () => firstFrameWhileImporting(common));
await part('interface', 'shown', () => interfaceSpeed({ ...common, events: Number(values['interface-events']) }));
await part('growth', 'growth', () => growth({ ...common, counts: values.growth.split(',').map(Number) }));

const text = report({ when: new Date().toISOString().slice(0, 10), node: process.version, results });
writeFileSync(values.out, text);
process.stdout.write(text);
