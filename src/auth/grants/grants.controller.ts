import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import { CreateGrantDto, GrantDto, GrantsQuery } from './grants.dto.js';
import { GrantsService } from './grants.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Auth: users')
@Controller('auth/users/:id/grants')
export class GrantsController {
  constructor(private readonly grants: GrantsService) {}

  @Get()
  @Route({
    summary: 'List the permissions a user has or had for a time',
    permission: AUTH.users.read,
    returns: page(GrantDto),
    errors: [NOT_FOUND],
  })
  list(@IdParam() id: string, @Query() query: GrantsQuery): Promise<Page<GrantDto>> {
    return this.grants.list(id, query);
  }

  @Post()
  @Route({
    summary: 'Give a user a permission for a time',
    permission: AUTH.grants.create,
    returns: GrantDto,
    errors: [NOT_FOUND, VALIDATION_FAILED, AUTH_ERRORS.OWN_ACCOUNT, AUTH_ERRORS.PERMISSION_NOT_HELD],
  })
  create(@IdParam() id: string, @Body() input: CreateGrantDto): Promise<GrantDto> {
    return this.grants.create(id, input);
  }

  @Post(':grant_id/revoke')
  @Route({
    summary: 'Take a permission back early',
    permission: AUTH.grants.revoke,
    returns: GrantDto,
    status: 200,
    errors: [NOT_FOUND],
  })
  revoke(@IdParam() id: string, @IdParam('grant_id') grantId: string): Promise<GrantDto> {
    return this.grants.revoke(id, grantId);
  }
}
