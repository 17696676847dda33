import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import { CreateUserDto, ReasonDto, UpdateUserDto, UserDto, UsersQuery } from './users.dto.js';
import { UsersService } from './users.service.js';

const { NOT_FOUND, VALIDATION_FAILED, DUPLICATE, IN_USE, REFERENCE_NOT_FOUND } = KERNEL_ERRORS;
const { PERMISSION_NOT_HELD, OWN_ACCOUNT, LAST_ADMINISTRATOR, LOGIN_BUSY } = AUTH_ERRORS;

@ApiTags('Auth: users')
@Controller('auth/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Route({
    summary: 'List users',
    description: 'Those who share a company with you, and those who have none.',
    permission: AUTH.users.read,
    returns: page(UserDto),
  })
  list(@Query() query: UsersQuery): Promise<Page<UserDto>> {
    return this.users.list(query);
  }

  @Get(':id')
  @Route({
    summary: 'Read a user',
    permission: AUTH.users.read,
    returns: UserDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<UserDto> {
    return this.users.get(id);
  }

  @Post()
  @Route({
    summary: 'Create a user',
    description:
      'With roles you hold yourself; without companies the user gets yours. The answer is not kept for an Idempotency-Key, since the request holds a password; the unique name makes a retry harmless.',
    permission: AUTH.users.create,
    returns: UserDto,
    stored: false,
    errors: [VALIDATION_FAILED, REFERENCE_NOT_FOUND, DUPLICATE, PERMISSION_NOT_HELD, LOGIN_BUSY],
  })
  create(@Body() input: CreateUserDto): Promise<UserDto> {
    return this.users.create(input);
  }

  @Patch(':id')
  @Route({
    summary: 'Change the name or e-mail address of a user',
    permission: AUTH.users.update,
    returns: UserDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUPLICATE, PERMISSION_NOT_HELD],
  })
  update(@IdParam() id: string, @Body() input: UpdateUserDto): Promise<UserDto> {
    return this.users.update(id, input);
  }

  @Delete(':id')
  @Route({
    summary: 'Delete a user that nothing refers to',
    permission: AUTH.users.delete,
    versioned: true,
    errors: [NOT_FOUND, IN_USE, OWN_ACCOUNT, LAST_ADMINISTRATOR, PERMISSION_NOT_HELD],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.users.delete(id);
  }

  @Post(':id/deactivate')
  @Route({
    summary: 'Deactivate a user',
    description: 'Writes are refused at once, reads within 5 seconds, on every replica; what the user did stays.',
    permission: AUTH.users.deactivate,
    returns: UserDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, OWN_ACCOUNT, LAST_ADMINISTRATOR, PERMISSION_NOT_HELD],
  })
  deactivate(@IdParam() id: string, @Body() { reason }: ReasonDto): Promise<UserDto> {
    return this.users.deactivate(id, reason);
  }

  @Post(':id/activate')
  @Route({
    summary: 'Reactivate a user',
    permission: AUTH.users.deactivate,
    returns: UserDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, PERMISSION_NOT_HELD],
  })
  activate(@IdParam() id: string, @Body() { reason }: ReasonDto): Promise<UserDto> {
    return this.users.activate(id, reason);
  }
}
