import type { AppConfig } from '../config/index.js';
import { sessionSettings } from './data-source.js';
import type { Database } from './database.js';

/**
 * What is wrong with the login behind the connection, in words for the operator; null when nothing is. The server works as `erp_app` in any
 * case; but a login that is more than that could leave the role, and with it everything that the database itself refuses.
 */
export async function loginFault(db: Pick<Database, 'one'>): Promise<string | null> {
  const { login, is_superuser, is_owner } = await db.one<{ login: string; is_superuser: boolean; is_owner: boolean }>(
    `select r.rolname as login, r.rolsuper or r.rolbypassrls as is_superuser,
            pg_has_role(r.oid, 'erp_admin', 'member') or exists (select from pg_database d where d.datname = current_database() and d.datdba = r.oid) as is_owner
       from pg_roles r where r.rolname = session_user`,
  );
  if (!is_superuser && !is_owner) return null;
  return (
    `The server connects as "${login}", which is ${is_superuser ? 'a superuser' : 'an owner of the database'}: ` +
    'what the database refuses to the server, this login may do. Give DATABASE_URL a login of its own ' +
    '(create role pabrik_server login password ... in role erp_app) and keep the owner for DATABASE_DIRECT_URL.'
  );
}

/**
 * What the sessions of the server lack, in words for the operator; null when nothing. A pooler in transaction mode drops what a
 * connection asks for when it begins: then the login must have it, or the server would work as another role, in another time zone.
 */
export async function sessionFault(db: Pick<Database, 'one'>, config: AppConfig): Promise<string | null> {
  const wanted = sessionSettings(config);
  const have = await db.one<Record<'login' | 'role' | 'search_path' | 'timezone', string>>(
    `select session_user as login, current_user as role, current_setting('search_path') as search_path, current_setting('timezone') as timezone`,
  );
  const lacking = (['role', 'search_path', 'timezone'] as const).filter((name) => have[name] !== wanted[name]);
  if (lacking.length === 0) return null;
  const commands = Object.entries(wanted).map(
    ([name, value]) => `  alter role ${have.login} set ${name} to '${value}';`,
  );
  return [
    `A pooler stands before the database and does not pass on what a session needs (${lacking.join(', ')}).`,
    'Give it to the login once, as an administrator of the database, and have the pooler connect anew:',
    ...commands,
  ].join('\n');
}
