import { Injectable } from '@nestjs/common';
import { csvText } from '../../kernel/http/index.js';
import { DEFAULT_DEPTH, MAX_DEPTH } from './genealogy-limits.js';
import type { GenealogyDto, GenealogyQuery, RecallDto } from './genealogy.dto.js';
import { GenealogyRepository } from './genealogy.repository.js';
import { LotsService } from './lots.service.js';

/** Where lots came from and went, and where their pieces are to be looked for. */
@Injectable()
export class GenealogyService {
  constructor(
    private readonly lots: LotsService,
    private readonly genealogy: GenealogyRepository,
  ) {}

  /** @throws NOT_FOUND */
  async family(id: string, { direction = 'forward', depth = DEFAULT_DEPTH }: GenealogyQuery): Promise<GenealogyDto> {
    await this.lots.get(id);
    return { lot_id: id, direction, ...(await this.genealogy.family(id, direction === 'forward', depth)) };
  }

  /** @throws NOT_FOUND */
  async recall(id: string): Promise<RecallDto> {
    await this.lots.get(id);
    return { lot_id: id, ...(await this.genealogy.recall(id, MAX_DEPTH)) };
  }

  /** The same as a file, and its name. */
  async recallFile(id: string): Promise<{ name: string; text: string }> {
    const { code } = await this.lots.get(id);
    return { name: `recall-${code.replace(/[^\w.-]/g, '_')}.csv`, text: csvText((await this.recall(id)).rows) };
  }
}
