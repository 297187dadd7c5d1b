// @ts-check
/** Packs the project, installs the tarball in an empty folder elsewhere, and uses it there without a terminal. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const FIXTURE = 'node_modules/workbench/fixtures/labs/tenant-jobs/events.jsonl.gz';

const scratch = mkdtempSync(join(tmpdir(), 'workbench-pack-'));
try {
  const problems = check(install());
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`pack: workbench ${version} runs from its tarball`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @returns {string} the folder that the tarball is installed in */
function install() {
  const folder = join(scratch, 'elsewhere');
  mkdirSync(folder);
  execFileSync('npm', ['pack', '--pack-destination', scratch], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { 'better-sqlite3': true } }));
  const tarball = join(scratch, `workbench-${version}.tgz`);
  execFileSync('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', tarball], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return folder;
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function check(folder) {
  const program = join(folder, 'node_modules/.bin/workbench');
  const env = { ...process.env, HOME: scratch, XDG_DATA_HOME: join(scratch, 'data') };
  const run = (/** @type {string[]} */ ...args) =>
    spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe', input: '' });
  const asked = run('--version');
  const opened = run('open', FIXTURE);
  return [
    ...(asked.stdout?.trim() === version ? [] : [`--version said ${asked.stdout}${asked.stderr}${asked.error ?? ''}`]),
    ...(existsSync(join(folder, FIXTURE)) ? [] : [`the tarball has no ${FIXTURE}`]),
    ...(opened.status === 0 && opened.stdout !== '' ? [] : [`open ended with ${opened.status}: ${opened.stdout}${opened.stderr}`]),
  ];
}
