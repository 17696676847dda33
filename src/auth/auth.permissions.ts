import { definePermissions } from '../kernel/security/index.js';

export const AUTH = definePermissions('auth', {
  users: {
    read: 'See users, their roles, grants and scope',
    create: 'Create users',
    update: 'Change names and e-mail addresses of users, and the companies, warehouses and departments they belong to',
    deactivate: 'Deactivate and reactivate users',
    delete: 'Delete users that nothing refers to',
    reset_password: 'Give a user a new password, to be changed at the next login',
    reset_mfa: 'Take away the second factor of a user who lost it',
    unlock: 'Let a user log in again at once after too many failures',
  },
  roles: {
    read: 'See roles and what they allow',
    create: 'Create roles',
    update: 'Change what a role allows',
    delete: 'Delete roles that nobody has',
    assign: 'Give roles to users and take them away',
  },
  grants: {
    create: 'Give a user a permission for a time',
    revoke: 'Take such a permission back early',
  },
  permissions: { read: 'See the catalogue of permissions' },
  sessions: {
    read: 'See the sessions of other users',
    revoke: 'End sessions of other users',
    revoke_all: 'End all sessions of everybody',
  },
  passwords: { force_change: 'Demand a new password from everybody' },
  api_keys: {
    read: 'See the API keys of other users',
    create: 'Make API keys for oneself',
    revoke: 'Revoke API keys of other users',
  },
  blocked_addresses: {
    read: 'See blocked addresses, why and until when',
    block: 'Block an address or a network',
    unblock: 'Answer a blocked address again',
  },
  events: { read: 'See the log of logins, failures, password and role changes' },
});
