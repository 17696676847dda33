import { randomBytes } from 'node:crypto';
import type { Answer, TestApp } from './app.js';

/** A password that the policy accepts. */
export const PASSWORD = 'kereta api ke bandung pagi';

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

/** Creates a user through the API, ready to log in. */
export async function aPerson(app: TestApp, fields: Record<string, unknown> = {}): Promise<Person> {
  const username = `p-${randomBytes(6).toString('hex')}`;
  const body = { username, password: PASSWORD, must_change_password: false, ...fields };
  const answer = await app.as(app.admin).post('/auth/users', body);
  if (answer.status !== 201) throw new Error(`No user was made: ${answer.text}`);
  return { id: answer.body.id, username: body.username, password: body.password };
}

/** The answer to a login. */
export function login(
  app: TestApp,
  username: string,
  password: string = PASSWORD,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return app.as(null).post('/auth/login', { username, password }, headers);
}

/** The header of a bearer token. */
export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** Logs in and answers the header for further calls. */
export async function loggedIn(app: TestApp, person: Person): Promise<{ authorization: string }> {
  const answer = await login(app, person.username, person.password);
  if (answer.status !== 200) throw new Error(`Not logged in: ${answer.text}`);
  return bearer(answer.body.access_token);
}
