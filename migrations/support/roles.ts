import type { ClientBase } from 'pg';

/** The three roles of the system: owner and migrations, data only, reports. */
export const DATABASE_ROLES = ['erp_admin', 'erp_app', 'erp_readonly'] as const;

/**
 * Makes the roles and the schema where they are missing and becomes `erp_admin` for the rest of the session, so that everything
 * a migration makes belongs to it. Roles belong to the whole server, so another database may have made them already.
 * @throws Error in plain words when the connected role may not create what is missing
 */
export async function becomeOwner(client: Pick<ClientBase, 'query'>): Promise<void> {
  try {
    for (const role of DATABASE_ROLES) {
      // eslint-disable-next-line no-restricted-syntax -- a do block takes no parameters; the names are the constants above
      await client.query(`do $$ begin
        if not exists (select from pg_catalog.pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$`);
    }
    await client.query(`do $$ begin
      if not pg_catalog.pg_has_role(current_user, 'erp_admin', 'MEMBER') then execute format('grant erp_admin to %I', current_user); end if;
      if not exists (select from pg_catalog.pg_namespace where nspname = 'erp') then
        execute format('grant create on database %I to erp_admin', current_database());
      end if;
    end $$`);
    await client.query('set role erp_admin');
    // Asked first: `if not exists` wants the right to create also where there is nothing to create, as in a restored copy.
    await client.query(`do $$ begin
      if not exists (select from pg_catalog.pg_namespace where nspname = 'erp') then create schema erp; end if;
    end $$`);
    await client.query('set search_path = erp');
  } catch (error) {
    throw new Error(
      `The roles ${DATABASE_ROLES.join(', ')} and the schema erp could not be prepared (${(error as Error).message}). ` +
        'Connect migrations as a role that may create them (DATABASE_DIRECT_URL), or have them created once by a superuser.',
    );
  }
}
