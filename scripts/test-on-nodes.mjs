// @ts-check
/**
 * Runs the tests on other majors of Node: `npm run test:nodes [-- MAJOR…]`. Each gets a copy of the project and an installation of its
 * own, since the native packages are compiled for one Node only. Minutes, so it is no part of the quick checks.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documents } from './docs/markdown.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAJORS = ['22', '24', '26'];

const asked = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'workbench-nodes-'));
try {
  const outcomes = (asked.length > 0 ? asked : MAJORS).map((major) => testOn(major, join(scratch, major)));
  console.log(outcomes.map(({ line }) => line).join('\n'));
  process.exitCode = outcomes.every(({ isGood }) => isGood) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * @param {string} major
 * @param {string} folder
 */
function testOn(major, folder) {
  const home = join(folder, 'node');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
  const failed = (/** @type {string} */ step) => ({ line: `node ${major}: ${step} failed`, isGood: false });
  if (!npm(['install', '--no-audit', '--no-fund', `node@${major}`], home, process.execPath, process.env))
    return failed('its own installation');

  const node = join(home, 'node_modules/node/bin/node');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const project = join(folder, 'project');
  copyProject(project);
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter), ...headers(home), CI: 'true' };
  if (!npm(['ci', '--no-audit', '--no-fund'], project, node, env)) return failed(`installing on ${version}`);

  const report = join(folder, 'tests.json');
  npm(['test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], project, node, env);
  const count = spawnSync(process.execPath, [join(ROOT, 'scripts/count-tests.mjs'), report], { encoding: 'utf8' });
  return { line: `node ${version}: ${count.stdout.trim()}`, isGood: count.status === 0 };
}

/** @param {string} target */
function copyProject(target) {
  for (const { path } of documents('.')) cpSync(join(ROOT, path), join(target, path));
}

/**
 * The same npm under another Node, so that what it starts and compiles is for that Node.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
function npm(args, cwd, node, env) {
  const cli = process.env.npm_execpath;
  if (cli === undefined) throw new Error('start this through npm: npm run test:nodes');
  return spawnSync(node, [cli, ...args], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/**
 * The package `node` brings the headers of its version; taking them from there spares a download and survives a machine whose npm is
 * told to use the headers of the Node it came with.
 * @param {string} home
 */
function headers(home) {
  const platform = join(home, 'node_modules/node/node_modules', `node-${process.platform}-${process.arch}`);
  return existsSync(join(platform, 'include/node/node.h')) ? { npm_config_nodedir: platform } : {};
}
