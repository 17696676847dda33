/** @returns the text with every generated block filled anew */
export function fillBlocks(
  text: string,
  content: Readonly<Record<string, (name: string) => string | false | undefined>>,
  file: string,
): string;
