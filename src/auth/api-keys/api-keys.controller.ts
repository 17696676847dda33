import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import { ApiKeyDto, ApiKeysQuery, CreateApiKeyDto, NewApiKeyDto } from './api-keys.dto.js';
import { ApiKeysService } from './api-keys.service.js';

const { NOT_FOUND, VALIDATION_FAILED, FORBIDDEN } = KERNEL_ERRORS;
const { SESSION_REQUIRED, PERMISSION_NOT_HELD } = AUTH_ERRORS;

@ApiTags('Auth: API keys')
@Controller('auth/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @Route({
    summary: 'List API keys, your own or of another user',
    permission: 'authenticated',
    returns: page(ApiKeyDto),
    errors: [FORBIDDEN, NOT_FOUND, SESSION_REQUIRED],
  })
  list(@Query() query: ApiKeysQuery): Promise<Page<ApiKeyDto>> {
    return this.keys.list(query);
  }

  @Post()
  @Route({
    summary: 'Make an API key for a program that acts for you',
    description:
      'The key is shown once and travels as `Authorization: Bearer pbk_…`. It may do what both it and you may do, and is counted on its own by the rate limit.',
    permission: AUTH.api_keys.create,
    returns: NewApiKeyDto,
    stored: false,
    errors: [VALIDATION_FAILED, SESSION_REQUIRED, PERMISSION_NOT_HELD],
  })
  create(@Body() input: CreateApiKeyDto): Promise<NewApiKeyDto> {
    return this.keys.create(input);
  }

  @Post(':id/revoke')
  @Route({
    summary: 'Revoke an API key',
    description: 'Your own, or with the permission `auth.api_keys.revoke` that of another user.',
    permission: 'authenticated',
    returns: ApiKeyDto,
    status: 200,
    errors: [NOT_FOUND, SESSION_REQUIRED],
  })
  revoke(@IdParam() id: string): Promise<ApiKeyDto> {
    return this.keys.revoke(id);
  }
}
