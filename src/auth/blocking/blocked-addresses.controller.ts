import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import {
  BlockAddressDto,
  BlockedAddressDto,
  BlockedAddressesQuery,
  UnblockAddressDto,
} from './blocked-addresses.dto.js';
import { BlockedAddressesService } from './blocked-addresses.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Auth: security')
@Controller('auth/blocked-addresses')
export class BlockedAddressesController {
  constructor(private readonly blocks: BlockedAddressesService) {}

  @Get()
  @Route({
    summary: 'List blocked addresses',
    description: 'Those that are over included: `is_active=true` shows the others.',
    permission: AUTH.blocked_addresses.read,
    returns: page(BlockedAddressDto),
  })
  list(@Query() query: BlockedAddressesQuery): Promise<Page<BlockedAddressDto>> {
    return this.blocks.page(query);
  }

  @Get(':id')
  @Route({
    summary: 'Show a blocked address',
    permission: AUTH.blocked_addresses.read,
    returns: BlockedAddressDto,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<BlockedAddressDto> {
    return this.blocks.get(id);
  }

  @Post()
  @Route({
    summary: 'Block an address or a network',
    description:
      'It is answered 403 `ADDRESS_BLOCKED` on every server from now on; probes and metrics are not concerned.',
    permission: AUTH.blocked_addresses.block,
    returns: BlockedAddressDto,
    errors: [VALIDATION_FAILED, AUTH_ERRORS.OWN_ADDRESS, AUTH_ERRORS.ADDRESS_ALREADY_BLOCKED],
  })
  block(@Body() input: BlockAddressDto): Promise<BlockedAddressDto> {
    return this.blocks.block(input);
  }

  @Post(':id/unblock')
  @Route({
    summary: 'Answer a blocked address again',
    permission: AUTH.blocked_addresses.unblock,
    returns: BlockedAddressDto,
    status: 200,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  unblock(@IdParam() id: string, @Body() { reason }: UnblockAddressDto): Promise<BlockedAddressDto> {
    return this.blocks.unblock(id, reason);
  }
}
