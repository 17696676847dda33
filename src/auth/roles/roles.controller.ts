import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import { CreateRoleDto, RoleDto, RolesQuery, UpdateRoleDto } from './roles.dto.js';
import { RolesService } from './roles.service.js';

const { NOT_FOUND, VALIDATION_FAILED, DUPLICATE, IN_USE } = KERNEL_ERRORS;
const { BUILT_IN_ROLE, PERMISSION_NOT_HELD } = AUTH_ERRORS;

@ApiTags('Auth: roles')
@Controller('auth/roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  @Get()
  @Route({ summary: 'List roles', permission: AUTH.roles.read, returns: page(RoleDto) })
  list(@Query() query: RolesQuery): Promise<Page<RoleDto>> {
    return this.roles.list(query);
  }

  @Get(':id')
  @Route({
    summary: 'Read a role',
    permission: AUTH.roles.read,
    returns: RoleDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<RoleDto> {
    return this.roles.get(id);
  }

  @Post()
  @Route({
    summary: 'Create a role',
    description: 'It can allow only what you are allowed yourself.',
    permission: AUTH.roles.create,
    returns: RoleDto,
    errors: [VALIDATION_FAILED, DUPLICATE, PERMISSION_NOT_HELD],
  })
  create(@Body() input: CreateRoleDto): Promise<RoleDto> {
    return this.roles.create(input);
  }

  @Put(':id')
  @Route({
    summary: 'Change what a role allows',
    description: 'Everybody who has the role is concerned at once.',
    permission: AUTH.roles.update,
    returns: RoleDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, BUILT_IN_ROLE, PERMISSION_NOT_HELD],
  })
  update(@IdParam() id: string, @Body() input: UpdateRoleDto): Promise<RoleDto> {
    return this.roles.update(id, input);
  }

  @Delete(':id')
  @Route({
    summary: 'Delete a role that nobody has',
    permission: AUTH.roles.delete,
    versioned: true,
    errors: [NOT_FOUND, IN_USE, BUILT_IN_ROLE],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.roles.delete(id);
  }
}
