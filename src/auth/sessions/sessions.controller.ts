import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import { CountDto } from '../users/users.dto.js';
import { IncidentDto, SessionDto, SessionsQuery } from './sessions.dto.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('Auth: sessions')
@Controller('auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @Route({ summary: 'List your own sessions', permission: 'authenticated', returns: page(SessionDto) })
  list(@Query() query: SessionsQuery): Promise<Page<SessionDto>> {
    return this.sessions.listOwn(query);
  }

  @Post(':id/revoke')
  @Route({
    summary: 'End one of your sessions',
    permission: 'authenticated',
    errors: [KERNEL_ERRORS.NOT_FOUND, AUTH_ERRORS.SESSION_REQUIRED],
    allowed_before_password_change: true,
  })
  revoke(@IdParam() id: string): Promise<void> {
    return this.sessions.revokeOwn(id);
  }

  @Post('revoke-all')
  @Route({
    summary: 'End every session of everybody',
    description: 'For an incident: your own session ends too. API keys are not sessions; revoke them on their own.',
    permission: AUTH.sessions.revoke_all,
    returns: CountDto,
    status: 200,
  })
  async revokeAll(@Body() { reason }: IncidentDto): Promise<CountDto> {
    return { count: await this.sessions.revokeAll(reason) };
  }
}
