import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, csvText } from '../../kernel/http/index.js';
import { GenealogyDto, GenealogyQuery, RecallDto, RecallQuery, SupplierLotQuery } from './genealogy.dto.js';
import { GenealogyService } from './genealogy.service.js';
import { LOT_PERMISSIONS } from './lots.permissions.js';

const { NOT_FOUND } = KERNEL_ERRORS;

@ApiTags('Lots')
@Controller('warehouse/lots')
export class GenealogyController {
  constructor(private readonly genealogy: GenealogyService) {}

  @Get(':id/genealogy')
  @Route({
    summary: 'What became of a lot, or what it was made of',
    description:
      'Every lot on the way, every step through production or conversion with its quantities, and the receipts and deliveries of all of them. ' +
      'What was reversed does not count. At most 20,000 steps; `truncated` tells when there is more.',
    permission: LOT_PERMISSIONS.read,
    returns: GenealogyDto,
    errors: [NOT_FOUND],
  })
  family(@IdParam() id: string, @Query() query: GenealogyQuery): Promise<GenealogyDto> {
    return this.genealogy.family(id, query);
  }

  @Get(':id/recall')
  @Route({
    summary: 'Where every piece that came of a lot is now',
    description:
      'On hand by location, delivered by movement and not come back, used up where nothing has come out yet, or made into products that are not tracked. As JSON or CSV.',
    permission: LOT_PERMISSIONS.read,
    returns: RecallDto,
    also_produces: 'text/csv',
    status: 200,
    errors: [NOT_FOUND],
  })
  async recall(@IdParam() id: string, @Query() { format }: RecallQuery): Promise<RecallDto | StreamableFile> {
    return answer(await this.genealogy.recall(id), format, `recall-${id}`);
  }

  @Get('recall')
  @Route({
    summary: "Where every piece that came of a supplier's lot is now",
    description:
      'Of all our lots that carry this number of the supplier; the same list as for one of them. As JSON or CSV.',
    permission: LOT_PERMISSIONS.read,
    returns: RecallDto,
    also_produces: 'text/csv',
    status: 200,
  })
  async recallOfSupplierLot(@Query() query: SupplierLotQuery): Promise<RecallDto | StreamableFile> {
    return answer(await this.genealogy.recallOfSupplierLot(query), query.format, 'recall');
  }
}

function answer(recall: RecallDto, format: 'json' | 'csv' | undefined, name: string): RecallDto | StreamableFile {
  if (format !== 'csv') return recall;
  return new StreamableFile(Buffer.from(csvText(recall.rows)), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}.csv"`,
  });
}
