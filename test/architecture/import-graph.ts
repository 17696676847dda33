import ts from 'typescript';
import { importsOf, parse, walk } from '../support/source-tree.js';
import type { Import, Source } from '../support/source-tree.js';

/** What may lean on what: a module imports only from floors below its own. `kernel` is below all of them. */
export const FLOORS: readonly (readonly string[])[] = [
  ['auth', 'audit'],
  ['master-data'],
  ['accounting'],
  ['warehouse', 'projects'],
  ['quality'],
  ['purchasing', 'sales'],
  ['ppic'],
  ['kanban', 'fuel-stations'],
  ['reporting', 'operations'],
];

/** Folders that put the whole together and that nobody imports: the command line, the start of the server, the demo. */
export const ENTRIES: readonly string[] = ['cli', 'start', 'seed'];

/** Imports past an index, each with its reason. */
export const PAST_THE_INDEX: Readonly<Record<string, string>> = {
  'src/app.module.ts -> src/kernel/database/database.module.ts': 'only the application itself makes the pool',
};

/** Imports at run time, each with its reason. */
export const LAZY: Readonly<Record<string, string>> = {
  'src/kernel/redis/redis-store.ts -> ioredis':
    'only who names a REDIS_URL pays for loading it: 18 MB and a tenth of a second',
  'src/start/sentry.ts -> @sentry/node': 'only who names a SENTRY_DSN pays for loading it',
  'src/cli.ts -> src/main.ts': 'the server is loaded only by the command that starts it',
  'src/cli.ts -> src/cli/*.command.ts':
    'a command loads its own file only: a health probe must not take seconds to load the application',
  'src/cli/context.ts -> src/cli/application.ts': 'commands that need no application start without it',
  'src/warehouse/scanning/labels/label-pdf.ts -> pdfkit':
    'sheets of labels are rare, and the writer of PDF takes 20 MB of memory from a server that prints none',
  'src/kernel/printing/paper-pdf.ts -> pdfkit':
    'the writer of PDF takes 20 MB of memory from a server that prints nothing',
};

/** An import as the lists name it: the files of commands are named together. */
export function asListed(edge: string): string {
  return edge.replace(/[\w-]+\.command\.ts$/, '*.command.ts');
}

/** Layers that are skipped, each with its reason. */
export const SKIPPED_LAYER: Readonly<Record<string, string>> = {
  'src/operations/archives/archives.controller.ts -> src/operations/archives/archives.repository.ts':
    'reads alone: a service would only pass them on',
  'src/warehouse/enquiry/enquiry.controller.ts -> src/warehouse/enquiry/enquiry.repository.ts':
    'reads alone: a service would only pass them on',
};

const LAYERS = ['controller', 'service', 'repository', 'entity', 'dto', 'module', 'machine'] as const;
type Layer = (typeof LAYERS)[number];

/** What a layer must not import, except as a type. */
const OUT_OF_REACH: Readonly<Partial<Record<Layer, readonly Layer[]>>> = {
  controller: ['controller', 'repository', 'entity', 'module'],
  service: ['controller', 'module'],
  repository: ['controller', 'service', 'dto', 'module'],
  entity: ['controller', 'service', 'repository', 'dto', 'module', 'machine'],
  dto: ['controller', 'service', 'repository', 'entity', 'module'],
  machine: ['controller', 'service', 'repository', 'entity', 'dto', 'module'],
};

/** Everything in a set of files that breaks a rule, one sentence each. */
export function violations(sources: readonly Source[]): string[] {
  const files = sources.map((source) => ({ path: source.path, source, imports: importsOf(source) }));
  return [
    ...unknownFolders(sources),
    ...files.flatMap(({ path, imports }) => imports.flatMap((each) => importFaults(path, each))),
    ...files.flatMap(({ source }) => forwardRefs(source)),
    ...circles(new Map(files.map(({ path, imports }) => [path, imports]))),
  ];
}

function unknownFolders(sources: readonly Source[]): string[] {
  const known = new Set(['kernel', ...ENTRIES, ...FLOORS.flat()]);
  const folders = new Set(
    sources
      .map(({ path }) => path.split('/'))
      .filter((parts) => parts.length > 2)
      .map((parts) => parts[1]!),
  );
  return [...folders].filter((folder) => !known.has(folder)).map((folder) => `src/${folder} stands on no floor`);
}

function importFaults(path: string, { target, own, type_only, lazy }: Import): string[] {
  const edge = `${path} -> ${target}`;
  const faults = own ? ownImportFaults(path, target, edge) : packageFaults(path, target, edge);
  const mayReach = type_only || edge in SKIPPED_LAYER;
  if (own && !mayReach && layerOf(target) && OUT_OF_REACH[layerOf(path)!]?.includes(layerOf(target)!)) {
    faults.push(`${edge}: a ${layerOf(path)} does not import a ${layerOf(target)}`);
  }
  if (lazy && !(asListed(edge) in LAZY)) faults.push(`${edge}: imported lazily`);
  return faults;
}

function ownImportFaults(path: string, target: string, edge: string): string[] {
  if (!target.startsWith('src/')) return target.startsWith('migrations/support/') ? [] : [`${edge}: leaves src`];
  const [from, to] = [moduleOf(path), moduleOf(target)];
  if (from === to || edge in PAST_THE_INDEX) return [];
  const isIndex =
    to === 'kernel' ? /^src\/kernel\/([\w-]+\/)+index\.ts$/.test(target) : target === `src/${to}/index.ts`;
  if (floorOf(to) === undefined)
    return floorOf(from) === undefined ? [] : [`${edge}: nobody leans on what puts the whole together`];
  if (floorOf(from) !== undefined && floorOf(from)! <= floorOf(to)!) return [`${edge}: ${from} must not lean on ${to}`];
  return isIndex ? [] : [`${edge}: only through the index`];
}

/** Pure files hold rules and arithmetic; what they need of a framework is nothing. */
const PURE = /\.machine\.ts$|^src\/kernel\/numbers\/|\/(bom-explosion|net-requirements|lot-sizing|bom-rules)\.ts$/;
const MAY_USE_TYPEORM = /\.(repository|entity)\.ts$|^src\/kernel\/database\//;

function packageFaults(path: string, target: string, edge: string): string[] {
  const faults: string[] = [];
  if (/^typeorm($|\/)/.test(target) && !MAY_USE_TYPEORM.test(path))
    faults.push(`${edge}: only repositories, entities and kernel/database import TypeORM`);
  if (PURE.test(path) && /^(@nestjs|typeorm|fastify|pg)($|\/)/.test(target))
    faults.push(`${edge}: a pure file uses no framework`);
  return faults;
}

function forwardRefs(source: Source): string[] {
  let found = false;
  walk(parse(source), (node) => (found ||= ts.isIdentifier(node) && node.text === 'forwardRef'));
  return found ? [`${source.path}: forwardRef`] : [];
}

/** Circles of files over what is left after compilation. */
function circles(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push(`a circle: ${[...trail.slice(at), path].join(' -> ')}`);
    if (at >= 0 || done.has(path)) return;
    for (const { target, own, type_only, lazy } of graph.get(path) ?? []) {
      if (own && !type_only && !lazy && graph.has(target)) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function layerOf(path: string): Layer | undefined {
  return LAYERS.find((layer) => path.endsWith(`.${layer}.ts`));
}

/** The module a file belongs to: its folder, or `app` for what stands in `src` itself. */
function moduleOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? parts[1]! : 'app';
}

/** 0 is the kernel; undefined for what puts the whole together. */
function floorOf(module: string): number | undefined {
  if (module === 'kernel') return 0;
  const floor = FLOORS.findIndex((names) => names.includes(module));
  return floor < 0 ? undefined : floor + 1;
}
