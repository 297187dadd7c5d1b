// @ts-check
/**
 * A command as the key map offers it.
 * @typedef {{ readonly id: string, readonly keys: readonly string[], readonly description: string, readonly pane?: string }} Keyed
 * @typedef {{ readonly title: string, readonly key: string, readonly commands: readonly Keyed[] }} KeyedView
 */

/** The marks that the tables stand between. */
export const MARKS = /(<!-- keys:start -->\n)[\s\S]*?(<!-- keys:end -->)/;

/**
 * Every key as Markdown: those that work everywhere, then view by view, pane by pane.
 * @param {readonly Keyed[]} everywhere
 * @param {readonly KeyedView[]} views
 * @param {(name: string) => string} label
 */
export function keyTables(everywhere, views, label) {
  const sections = views.flatMap(({ title, key, commands }) => {
    const panes = [...new Set(commands.map(({ pane }) => pane))].filter((pane) => pane !== undefined);
    const inAll = commands.filter(({ pane }) => pane === undefined);
    return [
      `### ${title} (\`${label(key)}\`)\n`,
      ...(inAll.length === 0 ? [] : [table(inAll, label)]),
      ...panes.flatMap((pane) => [
        `In ${pane}:\n`,
        table(
          commands.filter((command) => command.pane === pane),
          label,
        ),
      ]),
    ];
  });
  return ['', '### Everywhere\n', table(everywhere, label), ...sections].join('\n');
}

/**
 * @param {readonly Keyed[]} commands
 * @param {(name: string) => string} label
 */
function table(commands, label) {
  const rows = commands.map(
    ({ id, keys, description }) => `| ${keys.map((key) => code(label(key))).join(' ')} | ${cell(description)} | \`${id}\` |\n`,
  );
  return `| keys | what they do | command |\n| --- | --- | --- |\n${rows.join('')}`;
}

/** @param {string} text */
function code(text) {
  return text === '\\' ? '`` \\ ``' : text === '`' ? '`` ` ``' : text === '|' ? '`\\|`' : `\`${text}\``;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|');
}
