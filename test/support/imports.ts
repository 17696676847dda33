import type { Answer, TestActor, TestApp } from './app.js';

/** Sends a file and waits until its import has ended. */
export async function importFile(
  app: TestApp,
  resource: string,
  csv: string,
  options: { query?: string; actor?: TestActor; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const caller = app.as(options.actor ?? app.admin);
  const sent = await caller.post(`/imports/${resource}${options.query ?? ''}`, csv, {
    'content-type': 'text/csv',
    ...options.headers,
  });
  return sent.status === 202 ? ended(app, sent.body.id as string) : sent;
}

/** Waits until an import has ended. */
export async function ended(app: TestApp, id: string): Promise<Answer> {
  for (let i = 0; i < 2400; i++) {
    const answer = await app.as(app.admin).get(`/imports/${id}`);
    if (answer.status !== 200 || ['succeeded', 'failed'].includes(answer.body.status as string)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Import ${id} did not end`);
}

/** Every finding of an import, page by page. */
export async function findings(
  app: TestApp,
  id: string,
  kind: 'errors' | 'warnings' = 'errors',
  limit = 100,
): Promise<any[]> {
  const all: unknown[] = [];
  let cursor = '';
  do {
    const { body } = await app
      .as(app.admin)
      .get(`/imports/${id}/${kind}?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    all.push(...(body.data as unknown[]));
    cursor = (body.next_cursor as string | null) ?? '';
  } while (cursor);
  return all;
}
