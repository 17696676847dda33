/** @returns the text with every generated block filled anew */
export function fillBlocks(
  text: string,
  content: Readonly<Record<string, (name: string) => string | false | undefined>>,
  file: string,
): string;
/** @returns each item of the tables of tests in SECURITY.md, with the files that hold it */
export function securityItems(list: string): string;
