import { SETTINGS } from './settings.js';

const HEAD = [
  '# config.yaml of workbench. Every line that begins with "# " and a key shows what can be set: take the "# " away.',
  '# Flags win over variables of the environment, these over this file. workbench config check says what is wrong with it,',
  '# workbench config show --origin where each value comes from.',
];

/** A configuration that sets nothing and shows everything that can be set, section by section. */
export function newConfig(): string {
  const lines = [...HEAD];
  let section = '';
  for (const { name, meaning, example } of SETTINGS) {
    const [head = '', ...body] = example;
    const isSameSection = name.includes('.') && name.startsWith(`${section}.`);
    if (!isSameSection) {
      lines.push('');
      section = name.split('.')[0] ?? name;
    }
    if (name.includes('.')) lines.push(...(isSameSection ? [] : [`# ${head}`]), `#   # ${meaning}`, ...body.map((line) => `# ${line}`));
    else lines.push(`# # ${meaning}`, ...example.map((line) => `# ${line}`));
  }
  return `${lines.join('\n')}\n`;
}
