import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The page as it is in the sources; the build copies it beside the compiled code. */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing inline, nothing from elsewhere, and no text that becomes markup: what people type is shown as they typed it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join(';');

/** As much of a Fastify instance as the page needs. */
interface Routes {
  get(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): unknown;
}

interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
}

/**
 * Serves the board to look at: `/board` and its files below `/board/`, read once at the start. It is public as a page; what it shows comes
 * over the API with the token of whoever logs in to it.
 */
export function serveBoardPage(routes: Routes): void {
  for (const name of readdirSync(FOLDER).sort()) {
    const file = read(name);
    if (file)
      routes.get(name === 'index.html' ? '/board' : `/board/${name}`, (request, reply) => send(file, request, reply));
  }
}

function read(name: string): PageFile | undefined {
  const type = TYPES[extname(name)];
  if (type === undefined) return undefined;
  const body = readFileSync(join(FOLDER, name));
  return { type, body, etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

/** Browsers keep the files and ask whether they are still the same: after an update nobody sees half of the old page. */
function send({ type, body, etag }: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Below /board/ the page would look for its files in the wrong place.
  if (type === TYPES['.html'] && request.url.split('?')[0]!.endsWith('/')) return reply.redirect('/board', 301);
  void reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('cache-control', 'no-cache')
    .header('etag', etag)
    .header('referrer-policy', 'no-referrer');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type(type).send(body);
}
