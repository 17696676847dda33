import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import {
  CalendarDto,
  CalendarExceptionsAnswer,
  CalendarExceptionsDto,
  CalendarInput,
  CalendarListQuery,
  CalendarPatch,
} from './calendars.dto.js';
import { CALENDAR } from './calendars.kind.js';
import { Calendars } from './calendars.service.js';

const ROUTES = recordRoutes({
  one: 'a calendar',
  many: 'calendars',
  permissions: MASTER_DATA.calendars,
  answer: CalendarDto,
});

@Controller('calendars')
export class CalendarsController {
  constructor(
    private readonly records: MasterRecords,
    private readonly calendars: Calendars,
  ) {}

  @Get(':id/exceptions')
  @Route({
    ...ROUTES.get,
    summary: 'Show the holidays and extra working days of a calendar',
    returns: CalendarExceptionsAnswer,
  })
  exceptions(@IdParam() id: string): Promise<CalendarExceptionsAnswer> {
    return this.calendars.exceptions(id);
  }

  @Put(':id/exceptions')
  @Route({
    ...ROUTES.change,
    summary: 'Set the holidays and extra working days of a calendar',
    description: 'Replaces them all.',
    returns: CalendarExceptionsAnswer,
  })
  replaceExceptions(@IdParam() id: string, @Body() body: CalendarExceptionsDto): Promise<CalendarExceptionsAnswer> {
    return this.calendars.replaceExceptions(id, body.exceptions);
  }

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: CalendarListQuery): Promise<Page<CalendarDto>> {
    return this.records.page(CALENDAR, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: CalendarInput): Promise<CalendarDto> {
    return this.records.create(CALENDAR, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<CalendarDto> {
    return this.records.get(CALENDAR, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: CalendarPatch): Promise<CalendarDto> {
    return this.records.change(CALENDAR, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<CalendarDto> {
    return this.records.setActive(CALENDAR, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<CalendarDto> {
    return this.records.setActive(CALENDAR, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(CALENDAR, id);
  }
}
