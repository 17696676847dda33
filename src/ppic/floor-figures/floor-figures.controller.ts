import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route, csvText } from '../../kernel/http/index.js';
import { PPIC } from '../ppic.permissions.js';
import {
  DailyProductionDto,
  DailyProductionQuery,
  OeeDto,
  OeeQuery,
  PlannedActualDto,
  PlannedActualQuery,
} from './floor-figures.dto.js';
import { FloorFiguresService } from './floor-figures.service.js';
import { OeeService } from './oee.service.js';

const figure = {
  permission: PPIC.floor_figures.read,
  status: 200,
  also_produces: 'text/csv',
  errors: [KERNEL_ERRORS.VALIDATION_FAILED],
} as const;

@Controller('ppic')
export class FloorFiguresController {
  constructor(
    private readonly figures: FloorFiguresService,
    private readonly oees: OeeService,
  ) {}

  @Get('oee')
  @Route({
    summary: 'Overall equipment effectiveness',
    description:
      'Availability, performance and quality of our own work centres with the figures that they come from, in the form of ISO 22400-2. As JSON or CSV.',
    returns: OeeDto,
    ...figure,
  })
  async oee(@Query() { format, group_by, period, ...filter }: OeeQuery) {
    return answer(await this.oees.oee(filter, group_by, period), format, 'oee');
  }

  @Get('planned-actual')
  @Route({
    summary: 'Planned against actual: quantity, minutes, cost and times of work orders',
    description:
      'Of work orders that were to be finished within the days, with all that was done at them. Costs need `ppic.routings.read_cost`. As JSON or CSV.',
    returns: PlannedActualDto,
    ...figure,
  })
  async plannedActual(@Query() { format, group_by, ...filter }: PlannedActualQuery) {
    return answer(await this.figures.plannedActual(filter, group_by), format, 'planned-actual');
  }

  @Get('daily-production')
  @Route({
    summary: 'Daily production by department and shift: good, rejected, to be done again, lost',
    description: 'What shifts told of their work orders; what was reversed is left out. As JSON or CSV.',
    returns: DailyProductionDto,
    ...figure,
  })
  async dailyProduction(@Query() { format, group_by, period, ...filter }: DailyProductionQuery) {
    return answer(await this.figures.dailyProduction(filter, group_by, period), format, 'daily-production');
  }
}

function answer<Figures extends { data: object[] }>(
  figures: Figures,
  format: 'json' | 'csv' | undefined,
  name: string,
): Figures | StreamableFile {
  if (format !== 'csv') return figures;
  return new StreamableFile(Buffer.from(csvText(figures.data)), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}.csv"`,
  });
}
