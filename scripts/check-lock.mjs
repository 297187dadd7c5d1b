// @ts-check
/**
 * The lock file names packages by version and hash alone: an address in it would tie every installation to one mirror. It agrees with
 * package.json, whose versions are exact.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const VERSION = /^(npm:@?[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** @param {string} name */
function read(name) {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8'));
}

/**
 * @param {Record<string, Record<string, unknown>>} packages
 * @returns {string[]}
 */
function addresses(packages) {
  return Object.entries(packages).flatMap(([name, { funding, ...entry }]) => {
    // Where a package may be funded is no place that it is read from.
    const isTied = 'resolved' in entry || JSON.stringify(entry).includes('://');
    return isTied ? [`package-lock.json: ${name} carries an address`] : [];
  });
}

/**
 * Packages for other platforms that the lock file leaves out, as npm does where its registry can't be asked for them: `npm ci` then refuses
 * the whole file.
 * @param {Record<string, { optionalDependencies?: Record<string, string> }>} packages
 * @returns {string[]}
 */
function holes(packages) {
  return Object.entries(packages).flatMap(([name, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((wanted) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${wanted}`)))
      .map((wanted) => `package-lock.json: ${wanted} of ${name} is missing`),
  );
}

/**
 * @param {Record<string, Record<string, string>>} manifest
 * @param {Record<string, Record<string, string>>} locked
 * @returns {string[]}
 */
function disagreements(manifest, locked) {
  return ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}).flatMap(([name, version]) => [
      ...(VERSION.test(version) ? [] : [`package.json: ${name} is not pinned: ${version}`]),
      ...(locked[kind]?.[name] === version ? [] : [`package-lock.json: ${name} is not at ${version}: run npm install`]),
    ]),
  );
}

const { packages } = read('package-lock.json');
const found = [...addresses(packages), ...holes(packages), ...disagreements(read('package.json'), packages[''])];
for (const line of found) console.error(line);
if (found.length === 0) console.log('lock file: exact versions, no addresses');
process.exitCode = found.length === 0 ? 0 : 1;
