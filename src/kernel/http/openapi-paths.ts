import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Record<string, unknown>;
interface Parameter {
  name: string;
  in: string;
}

const PARAMETER = /\{([^}]+)\}/g;

/**
 * Two templates that differ only in the names of their parameters are one path to OpenAPI. Their operations move together, and a
 * parameter that has two names takes both: `/imports/{id}` and `/imports/{resource}` become `/imports/{id_or_resource}`.
 */
export function mergeTwinPaths(document: OpenAPIObject): void {
  const paths = document.paths as unknown as Record<string, Record<string, Json>>;
  const twins = new Map<string, string[]>();
  for (const path of Object.keys(paths)) {
    const shape = path.replace(PARAMETER, '{}');
    twins.set(shape, [...(twins.get(shape) ?? []), path]);
  }
  for (const group of twins.values()) if (group.length > 1) mergeGroup(paths, group);
}

function mergeGroup(paths: Record<string, Record<string, Json>>, group: readonly string[]): void {
  const names = group.map((path) => [...path.matchAll(PARAMETER)].map((match) => match[1]!));
  const joined = names[0]!.map((_, place) => [...new Set(names.map((list) => list[place]!))].join('_or_'));
  let place = 0;
  const merged = group[0]!.replace(PARAMETER, () => `{${joined[place++]}}`);
  const operations: Record<string, Json> = {};
  for (const [index, path] of group.entries()) {
    for (const [method, operation] of Object.entries(paths[path]!)) {
      const parameters = (operation['parameters'] ?? []) as Parameter[];
      for (const parameter of parameters) {
        const position = parameter.in === 'path' ? names[index]!.indexOf(parameter.name) : -1;
        if (position >= 0) parameter.name = joined[position]!;
      }
      operations[method] = operation;
    }
    delete paths[path];
  }
  paths[merged] = { ...paths[merged], ...operations };
}
