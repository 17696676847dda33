/**
 * Generated parts of a README stand between `<!-- generated: <kind> <name> -->` and `<!-- /generated -->`. An opening line
 * without its closing one is an empty block that is filled for the first time.
 */
const BLOCK =
  /<!-- generated: ([a-z-]+)(?: ([\w-]+))? -->\n(?:(?:(?!<!-- generated)[\s\S])*?<!-- \/generated -->\n?)?/g;

/**
 * @param {string} text
 * @param {Record<string, (name: string) => string | false | undefined>} content the text of a block of each kind, by its name
 * @param {string} file for the error
 * @returns {string} the text with every block filled anew
 */
export function fillBlocks(text, content, file) {
  return text.replace(BLOCK, (_block, kind, name = '') => {
    const filling = Object.hasOwn(content, kind) && content[kind](name);
    if (!filling) throw new Error(`${file} asks for a generated block that does not exist: ${kind} ${name}`);
    return `<!-- generated: ${[kind, name].filter(Boolean).join(' ')} -->\n\n${filling}\n\n<!-- /generated -->\n`;
  });
}

/**
 * @param {string} list SECURITY.md
 * @returns {string} each item of its tables of tests, with the files that hold it
 */
export function securityItems(list) {
  const rows = list.split('\n').flatMap((line) => {
    const [, item, tests] = /^\| ((?:API\d+|3\.\d+) [^|]+?) \| [^|]+ \| (.+) \|$/.exec(line) ?? [];
    if (!item) return [];
    const files = new Set(
      [...tests.matchAll(/`((?:test|src)\/[\w./-]+)\.(?:test|spec)\.ts`/g)].map(([, file]) => file),
    );
    return [`| ${item} | ${[...files].map((file) => `\`${file}\``).join(', ')} |`];
  });
  return ['| item | held by |', '|---|---|', ...rows].join('\n');
}
