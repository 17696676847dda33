/** One instruction of a Dockerfile, its continued lines joined, comments gone. */
export interface Instruction {
  readonly word: string;
  readonly text: string;
}

/** A stage: from one FROM to the next. */
export interface Stage {
  /** After `AS`; the number of the stage where it has none. */
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** What the final image says of how it is run. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/** The stages of a Dockerfile as far as ours is one: exec forms, no heredocs, arguments with a default. */
export function stagesOf(text: string): Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (!word) throw new Error(`No instruction: ${line}`);
    if (word === 'FROM')
      stages.push({ name: / AS (\S+)$/i.exec(rest!)?.[1] ?? String(stages.length), instructions: [] });
    else stages.at(-1)?.instructions.push({ word, text: rest!.replace(/\s+/g, ' ') });
  }
  return stages;
}

/** Variables of ENV and ARG in a text. */
export const expand = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(\w+)\}|\$(\w+)/g, (all, braced: string, bare: string) => variables[braced ?? bare] ?? all);

/** `NAME=value` pairs of ENV and ARG. */
export const assignmentsOf = (text: string): [string, string][] =>
  [...text.matchAll(/(\w+)=("[^"]*"|\S+)/g)].map(([, name, value]) => [name!, value!.replace(/^"|"$/g, '')]);

export function configOf({ instructions }: Stage): ImageConfig {
  const variables: Record<string, string> = {};
  const env: Record<string, string> = {};
  const last = (word: string): string | undefined => instructions.findLast((each) => each.word === word)?.text;
  const words = (text: string | undefined): string[] => (text ? (JSON.parse(text) as string[]) : []);
  for (const { word, text } of instructions)
    if (word === 'ENV' || word === 'ARG')
      for (const [name, value] of assignmentsOf(text)) {
        variables[name] = expand(value, variables);
        if (word === 'ENV') env[name] = variables[name];
      }
  return {
    env,
    workdir: last('WORKDIR') ?? '/',
    user: last('USER') ?? '0:0',
    entrypoint: words(last('ENTRYPOINT')),
    command: words(last('CMD')),
    healthcheck: words(/ CMD (\[.*\])$/.exec(last('HEALTHCHECK') ?? '')?.[1]),
  };
}
