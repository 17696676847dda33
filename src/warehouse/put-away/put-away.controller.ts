import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { OUTGOING_ERRORS, POSTED } from '../movements/movement-routes.js';
import {
  PutAwayDto,
  PutAwayInput,
  PutAwayOverrideDto,
  PutAwayOverrideListQuery,
  WaitingDto,
  WaitingListQuery,
} from './put-away.dto.js';
import { PUT_AWAY_PERMISSIONS } from './put-away.permissions.js';
import { PutAwayService } from './put-away.service.js';

@ApiTags('Put-away')
@Controller('warehouse/put-away')
export class PutAwayController {
  constructor(private readonly waiting: PutAwayService) {}

  @Get()
  @Route({
    summary: 'List what waits to be put away',
    description:
      'Every product and lot in a receiving place, the one that waits longest first, with the bins that the rules choose for it and why. ' +
      'The rows of one answer share the room there is.',
    permission: PUT_AWAY_PERMISSIONS.read,
    returns: page(WaitingDto),
  })
  list(@Query() query: WaitingListQuery): Promise<Page<WaitingDto>> {
    return this.waiting.page(query);
  }

  @Post()
  @Route({
    ...POSTED,
    summary: 'Put away',
    description:
      'One line or many, in one transfer. A line that names no place goes where the rules say, into several bins when one is not enough; ' +
      'a place that is named goes before the rules, and is kept with its reason.',
    permission: PUT_AWAY_PERMISSIONS.transfer,
    returns: PutAwayDto,
    errors: OUTGOING_ERRORS,
  })
  putAway(@Body() body: PutAwayInput): Promise<PutAwayDto> {
    return this.waiting.putAway(body);
  }

  @Get('overrides')
  @Route({
    summary: 'List what was put elsewhere than the rules said',
    permission: PUT_AWAY_PERMISSIONS.read,
    returns: page(PutAwayOverrideDto),
  })
  overrides(@Query() query: PutAwayOverrideListQuery): Promise<Page<PutAwayOverrideDto>> {
    return this.waiting.overrides(query);
  }
}
