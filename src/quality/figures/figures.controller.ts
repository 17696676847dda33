import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route, csvText } from '../../kernel/http/index.js';
import { QUALITY } from '../quality.permissions.js';
import {
  DefectParetoDto,
  DefectParetoQuery,
  FailureCostDto,
  FailureCostQuery,
  FirstPassYieldDto,
  FirstPassYieldQuery,
} from './figures.dto.js';
import { FiguresService } from './figures.service.js';

const { VALIDATION_FAILED } = KERNEL_ERRORS;
const figure = { status: 200, also_produces: 'text/csv', errors: [VALIDATION_FAILED] } as const;

@ApiTags('Quality')
@Controller('quality')
export class FiguresController {
  constructor(private readonly figures: FiguresService) {}

  @Get('first-pass-yield')
  @Route({
    summary: 'First-pass yield',
    description: 'Pieces that were good when first inspected, in percent of those inspected. As JSON or CSV.',
    permission: QUALITY.figures.read,
    returns: FirstPassYieldDto,
    ...figure,
  })
  async firstPassYield(@Query() { format, group_by, ...filter }: FirstPassYieldQuery) {
    return answer(await this.figures.firstPassYield(filter, group_by), format, 'first-pass-yield');
  }

  @Get('defect-pareto')
  @Route({
    summary: 'Defects by reason, the most frequent first',
    description: 'What decisions counted, or what samples found where a decision counted nothing. As JSON or CSV.',
    permission: QUALITY.figures.read,
    returns: DefectParetoDto,
    ...figure,
  })
  async defectPareto(@Query() { format, ...filter }: DefectParetoQuery) {
    return answer(await this.figures.defectPareto(filter), format, 'defect-pareto');
  }

  @Get('cost-of-poor-quality')
  @Route({
    summary: 'What rejected pieces cost',
    description:
      'Internal failures: what was scrapped, at the value that left the ledger, and what was rejected otherwise, at its value in stock. The value of an inspection is shared over its reasons to the cent. As JSON or CSV.',
    permission: QUALITY.figures.read_value,
    returns: FailureCostDto,
    ...figure,
  })
  async costOfPoorQuality(@Query() { format, group_by, ...filter }: FailureCostQuery) {
    return answer(await this.figures.failureCosts(filter, group_by), format, 'cost-of-poor-quality');
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
