import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';

/** What stands for the outside world in the ledger. */
export type VirtualSide = 'supplier' | 'customer' | 'production' | 'adjustment' | 'conversion';

/** Where a company's stock comes from and goes to when nobody names a place. */
@Injectable()
export class VirtualSides {
  private readonly sides = new Map<string, Promise<Record<VirtualSide, string>>>();

  constructor(private readonly db: Database) {}

  /**
   * The id of a virtual side of a company, such as its suppliers. A company has one of each from its first moment and keeps them,
   * so they are read once.
   * @throws NOT_FOUND for a company that does not exist
   */
  async of(companyId: string, side: VirtualSide): Promise<string> {
    let sides = this.sides.get(companyId);
    if (!sides) {
      sides = this.read(companyId);
      this.sides.set(companyId, sides);
      sides.catch(() => this.sides.delete(companyId));
    }
    return (await sides)[side];
  }

  private async read(companyId: string): Promise<Record<VirtualSide, string>> {
    const rows = await this.db.query<{ type: VirtualSide; id: string }>(
      'select type, id from erp.locations where company_id = $1 and is_virtual',
      [companyId],
    );
    if (rows.length === 0) throw notFound('Company', companyId);
    return Object.fromEntries(rows.map(({ type, id }) => [type, id])) as Record<VirtualSide, string>;
  }
}
