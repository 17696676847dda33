import { PATH_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { ROUTE } from '../../src/kernel/http/index.js';
import type { RouteOptions } from '../../src/kernel/http/index.js';
import { ROOT_ROUTES } from '../../src/operations/index.js';

/** One handler of a controller, found in the running application. */
export interface FoundRoute {
  readonly method: string;
  /** As in the OpenAPI document: `/api/v1/units/{id}`. */
  readonly path: string;
  /** `UnitsController.change` */
  readonly handler: string;
  readonly options: RouteOptions | undefined;
}

/** Every handler of every controller of an application. */
export function routesOf(app: INestApplication): FoundRoute[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const routes = controllers.flatMap(({ metatype }) => handlersOf(metatype as new () => object));
  return routes.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}

/** The handlers of one controller. */
export function handlersOf(controller: new () => object): FoundRoute[] {
  const bases = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler =
      name === 'constructor'
        ? undefined
        : (Object.getOwnPropertyDescriptor(prototype, name)?.value as object | undefined);
    if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
    const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
    const options = Reflect.getMetadata(ROUTE, handler) as RouteOptions | undefined;
    return bases.flatMap((base) =>
      paths.map((path) => ({ method, path: fullPath(base, path), handler: `${controller.name}.${name}`, options })),
    );
  });
}

function fullPath(base: string, path: string): string {
  const joined = `/${[base, path]
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
  const probe = ROOT_ROUTES.some((route) => `/${route.replace(/^\//, '')}` === joined);
  return (probe ? joined : `/api/v1${joined}`).replace(/:(\w+)(\([^)]*\))?/g, '{$1}');
}

/** Every method and path that Fastify itself would serve, `GET /docs` and the like included, in the form of OpenAPI. */
export function servedRoutes(printed: string): string[] {
  const trail: string[] = [];
  return printed.split('\n').flatMap((line) => {
    const match = /^((?:│ {3}| {4})*)(?:├── |└── )(.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) return [];
    const [, indent = '', part = '', methods = ''] = match;
    trail.length = indent.length / 4;
    trail.push(part);
    const path = trail.join('').replace(/:(\w+)/g, '{$1}');
    return methods
      .split(', ')
      .filter(Boolean)
      .map((method) => `${method} ${path}`);
  });
}
