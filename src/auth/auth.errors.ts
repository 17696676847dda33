import { defineErrors } from '../kernel/errors/index.js';

export const AUTH_ERRORS = defineErrors('auth', {
  INVALID_CREDENTIALS: {
    kind: 'unauthenticated',
    title: 'Login refused',
    description: 'The user name or the password is wrong, or the account is not active.',
  },
  INVALID_REFRESH_TOKEN: {
    kind: 'unauthenticated',
    title: 'Refresh token refused',
    description: 'The refresh token is unknown, expired, was used before, or its session has ended: log in again.',
  },
  TOO_MANY_FAILED_LOGINS: {
    kind: 'limited',
    title: 'Too many failed logins',
    description:
      'This account failed too often from this address; even the right password is refused until Retry-After.',
  },
  MFA_CODE_REQUIRED: {
    kind: 'unauthenticated',
    title: 'A code is needed',
    description:
      'The password is right, and the account has a second factor: send `mfa_token` with a code to POST /auth/login/mfa within `expires_in` seconds.',
  },
  INVALID_MFA_TOKEN: {
    kind: 'unauthenticated',
    title: 'Second step refused',
    description: 'The mfa_token is unknown, five minutes old, or was answered already: log in again.',
  },
  WRONG_MFA_CODE: {
    kind: 'unauthenticated',
    title: 'Wrong code',
    description: 'The code is wrong, too old, or was used before. Wrong codes count as failed logins.',
  },
  MFA_ENROLMENT_REQUIRED: {
    kind: 'forbidden',
    title: 'A second factor is needed',
    description:
      'A role of yours demands a second factor: set one up with POST /auth/mfa/enrol; until then nothing else is allowed.',
  },
  MFA_ALREADY_ENABLED: {
    kind: 'conflict',
    title: 'There is a second factor already',
    description: 'Take it away first, with your password and a code.',
  },
  MFA_NOT_ENROLLED: {
    kind: 'conflict',
    title: 'No second factor was set up',
    description: 'Ask for a secret with POST /auth/mfa/enrol first.',
  },
  MFA_NOT_ENABLED: {
    kind: 'conflict',
    title: 'No second factor',
    description: 'The account has no second factor in force.',
  },
  LOGIN_BUSY: {
    kind: 'unavailable',
    title: 'Too many logins at once',
    description: 'The server checks as many passwords at a time as it can afford; ask again after Retry-After seconds.',
  },
  PASSWORD_CHANGE_REQUIRED: {
    kind: 'forbidden',
    title: 'Password change required',
    description: 'Until the password is changed, only POST /auth/change-password and logging out are allowed.',
  },
  REGISTRATION_CLOSED: {
    kind: 'forbidden',
    title: 'Registration is closed',
    description: 'This server does not let people register themselves (ALLOW_REGISTRATION).',
  },
  BOOTSTRAP_KEY_REFUSED: {
    kind: 'forbidden',
    title: 'Bootstrap key refused',
    description: 'The bootstrap key is wrong, or this server has none (BOOTSTRAP_KEY).',
  },
  BOOTSTRAP_CLOSED: {
    kind: 'conflict',
    title: 'There are users already',
    description: 'The first administrator exists; further ones are made by an administrator.',
  },
  SESSION_REQUIRED: {
    kind: 'forbidden',
    title: 'A person is needed',
    description: 'This is done by a logged-in person, not with an API key.',
  },
  PERMISSION_NOT_HELD: {
    kind: 'forbidden',
    title: 'Beyond your own permissions',
    description:
      'Nobody gives, or manages a person who holds, a permission that he does not hold himself; `permissions` lists them.',
  },
  OWN_ACCOUNT: {
    kind: 'conflict',
    title: 'Not on your own account',
    description: 'Nobody deactivates, deletes or changes the rights of his own account.',
  },
  OWN_ADDRESS: {
    kind: 'conflict',
    title: 'Your own address',
    description:
      'The address from which this request comes lies in that network: whoever blocked it would lock himself out.',
  },
  ADDRESS_ALREADY_BLOCKED: {
    kind: 'conflict',
    title: 'Blocked already',
    description: 'The same network has a block that is not over; end it first to give it another reason or end.',
  },
  LAST_ADMINISTRATOR: {
    kind: 'conflict',
    title: 'Last administrator',
    description: 'Afterwards no active user would have the role super_admin.',
  },
  BUILT_IN_ROLE: {
    kind: 'conflict',
    title: 'Built-in role',
    description: 'Built-in roles are not deleted, and super_admin is not changed.',
  },
});
