import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { AUTH } from '../auth.permissions.js';
import { AuthEvents } from './auth-events.js';
import { AuthEventDto, AuthEventsQuery } from './auth-events.dto.js';

@ApiTags('Auth: security')
@Controller('auth/events')
export class AuthEventsController {
  constructor(private readonly events: AuthEvents) {}

  @Get()
  @Route({
    summary: 'List what happened to identities and rights',
    description:
      'Logins, failures, password changes, changes of roles and rights, ended sessions and keys; append-only.',
    permission: AUTH.events.read,
    returns: page(AuthEventDto),
  })
  list(@Query() query: AuthEventsQuery): Promise<Page<AuthEventDto>> {
    return this.events.list(query);
  }
}
