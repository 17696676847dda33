import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { AUDIT } from '../audit.permissions.js';
import { SecurityEventDto, SecurityEventsQuery } from './security-events.dto.js';
import { SecurityEventsService } from './security-events.service.js';

@ApiTags('Audit')
@Controller('audit/security-events')
export class SecurityEventsController {
  constructor(private readonly events: SecurityEventsService) {}

  @Get()
  @Route({
    summary: 'List security events',
    description:
      'Logins, failures, password changes, changes of roles and rights, ended sessions and keys, as the log of `auth` has them.',
    permission: AUDIT.security_events.read,
    returns: page(SecurityEventDto),
  })
  list(@Query() query: SecurityEventsQuery): Promise<Page<SecurityEventDto>> {
    return this.events.list(query);
  }
}
