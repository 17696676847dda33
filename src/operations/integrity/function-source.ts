import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../kernel/config/index.js';

const FOLDER = join(PROJECT_ROOT, 'migrations', 'functions');

/** The body of a function as its latest file has it. */
export interface FunctionSource {
  name: string;
  file: string;
  body: string;
}

/** The newest version of every function file, with the variant for servers from 18 on where there is one. */
export function latestFunctionSources(serverMajor: number): FunctionSource[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const file = latestFile(readdirSync(join(FOLDER, name)), serverMajor);
      const body = file && functionBody(readFileSync(join(FOLDER, name, file), 'utf8'));
      return body === undefined || file === undefined ? [] : [{ name, file: `functions/${name}/${file}`, body }];
    });
}

/** Picks `vN.sql` with the highest N; `vN.pg18.sql` wins over it where the server is that new. */
export function latestFile(files: string[], serverMajor: number): string | undefined {
  const versions = files.flatMap((file) => {
    const match = /^v(\d+)(?:\.pg(\d+))?\.sql$/.exec(file);
    return match ? [{ file, version: Number(match[1]), needs: Number(match[2] ?? 0) }] : [];
  });
  const fitting = versions.filter(({ needs }) => needs <= serverMajor);
  return fitting.sort((a, b) => b.version - a.version || b.needs - a.needs)[0]?.file;
}

/** What PostgreSQL keeps as `prosrc`: the text between the dollar quotes. Undefined for a body that is no quoted text. */
export function functionBody(sql: string): string | undefined {
  return /\bas\s+(\$\w*\$)([\s\S]*?)\1/i.exec(sql)?.[2];
}
