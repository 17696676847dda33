import { Injectable } from '@nestjs/common';
import { RequisitionsRepository } from '../requisitions/requisitions.repository.js';
import type { RequisitionHandOutsDto, RequisitionStockDto } from './hand-out.dto.js';
import { HandOutRepository } from './hand-out.repository.js';

/** What became of requisitions in the hands of those who asked, and what is there for them. */
@Injectable()
export class HandOuts {
  constructor(
    private readonly requisitions: RequisitionsRepository,
    private readonly rows: HandOutRepository,
  ) {}

  /** @throws NOT_FOUND also outside the caller's scope */
  async of(id: string): Promise<RequisitionHandOutsDto> {
    await this.requisitions.head(id);
    return this.rows.of(id);
  }

  /** What is on stock of each line. @throws NOT_FOUND also outside the caller's scope */
  async stock(id: string): Promise<RequisitionStockDto[]> {
    await this.requisitions.head(id);
    return this.rows.stock(id);
  }
}
