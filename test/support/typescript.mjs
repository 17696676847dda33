/**
 * Lets a plain script of the tests import our TypeScript, without a build: `import './typescript.mjs'` first, then
 * `await import('../../src/...ts')`. Inside jest itself this is not needed; global set-up runs outside of jest's modules.
 */
import { existsSync, readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

/** The compiler settings jest uses as well, but for ES modules. */
const compilerOptions = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/** Hook: `./x.js` next to a `x.ts` means the latter. */
export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL) {
    const typescript = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (typescript.protocol === 'file:' && existsSync(typescript)) return next(typescript.href, context);
  }
  return next(specifier, context);
}

/** Hook: compiles a .ts file on its way in. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const { transform } = await import('@swc/core');
  const filename = fileURLToPath(url);
  const { code } = await transform(readFileSync(filename, 'utf8'), { ...compilerOptions, filename, swcrc: false });
  return { format: 'module', source: code, shortCircuit: true };
}

if (isMainThread && !globalThis.pabrikTypescript) {
  globalThis.pabrikTypescript = true;
  register(import.meta.url);
}
