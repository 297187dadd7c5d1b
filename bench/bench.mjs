#!/usr/bin/env node
// Measures speed, memory and size of whole programs, and writes bench/results.md. See docs/performance.md.
//
//   npm run bench -- [--only import,memory,forms,sysdig,detect,start,open,interface] [--growth] [--install] [--runs 3]
//                    [--events 300000] [--interface-events 1000000] [--growth-events 100000,300000,…]
//                    [--duckdb FOLDER] [--tools FOLDER] [--recordings FOLDER] [--sigma FOLDER] [--folder FOLDER] [--out FILE]

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Workshop } from './files.mjs';
import { openSourceForm, sysdigForm } from './forms-speed.mjs';
import { growth, importAgainstYardstick, memoryOfLongerFile } from './import-speed.mjs';
import { installation } from './install-speed.mjs';
import { firstFrameWhileImporting, interfaceSpeed } from './interface-speed.mjs';
import { detection, startUp } from './program-speed.mjs';
import { report } from './report.mjs';
import { Unmeasured } from './unmeasured.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist', 'cli', 'main.js');
const SHARED = join(ROOT, '..', 'shared');
const LONGER = 5;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'import,memory,forms,sysdig,detect,start,open,interface' },
    growth: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    events: { type: 'string', default: '300000' },
    'interface-events': { type: 'string', default: '1000000' },
    'growth-events': { type: 'string', default: '100000,300000,1000000,3000000,10000000' },
    tools: { type: 'string', default: join(SHARED, 'bench') },
    recordings: { type: 'string', default: join(SHARED, 'data', 'range') },
    sigma: { type: 'string', default: join(SHARED, 'data', 'sigma') },
    duckdb: { type: 'string' },
    folder: { type: 'string', default: join(tmpdir(), 'workbench-bench') },
    out: { type: 'string', default: join(ROOT, 'bench', 'results.md') },
  },
});

const say = (text) => process.stderr.write(`${text}\n`);
if (!existsSync(PROGRAM)) {
  say('there is no program to measure: npm run build makes it');
  process.exit(2);
}

const folder = resolve(values.folder);
mkdirSync(folder, { recursive: true });
const common = {
  workshop: new Workshop({ folder, tools: resolve(values.tools), program: PROGRAM }),
  runs: Number(values.runs),
  events: Number(values.events),
};
const interfaceEvents = Number(values['interface-events']);
const duckdb = values.duckdb === undefined ? {} : { duckdb: resolve(values.duckdb) };

/** Each part by the name that asks for it. */
const PARTS = {
  import: () => importAgainstYardstick({ ...common, ...duckdb }),
  memory: () => memoryOfLongerFile({ ...common, times: LONGER }),
  forms: () => openSourceForm(common),
  sysdig: () => sysdigForm({ ...common, recordings: resolve(values.recordings) }),
  detect: () => detection({ ...common, sigma: resolve(values.sigma) }),
  start: () => startUp(common),
  open: () => firstFrameWhileImporting({ ...common, events: interfaceEvents }),
  interface: () => interfaceSpeed({ ...common, events: interfaceEvents }),
  growth: () => growth({ ...common, counts: values['growth-events'].split(',').map(Number), say }),
  install: () => installation({ ...common, root: ROOT }),
};

const wanted = [...values.only.split(','), ...(values.growth ? ['growth'] : []), ...(values.install ? ['install'] : [])].filter(
  (name) => name !== '',
);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  say(`there is no part called ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}

const results = {};
for (const name of wanted) {
  say(`measuring: ${name}`);
  try {
    results[name] = await PARTS[name]();
  } catch (error) {
    // One part that can't be measured keeps none of the others from it.
    say(`  not measured: ${error.message}`);
    results[name] = error instanceof Unmeasured ? error : new Unmeasured(error.message.split('\n')[0]);
  }
  // After each part: what was measured is not lost when a later one is stopped.
  writeFileSync(values.out, report({ when: new Date().toISOString().slice(0, 10), node: process.version, results }));
}
process.stdout.write(report({ when: new Date().toISOString().slice(0, 10), node: process.version, results }));
say(`generated files are in ${folder} and can be deleted`);
