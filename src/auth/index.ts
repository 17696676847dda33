export { AuthModule } from './auth.module.js';
export { AuthAdministration } from './administration/auth-administration.js';
export type { NewAccount, Whom } from './administration/auth-administration.js';
export { UserScopes } from './users/user-scopes.js';
export { AUTH } from './auth.permissions.js';
export { AUTH_ERRORS } from './auth.errors.js';
