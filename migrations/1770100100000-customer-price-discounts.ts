import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Price lists of customers give discounts; lines of orders take them with the price. */
export class CustomerPriceDiscounts1770100100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table erp.customer_prices drop column discount_percent');
  }
}

const UP = /* sql */ `
alter table erp.customer_prices add column discount_percent numeric(7,4) not null default 0,
  add constraint ck_customer_prices_discount_percent check (discount_percent between 0 and 100 and discount_percent <> 'NaN');
comment on column erp.customer_prices.discount_percent is 'Taken off the price before the amount of a line is rounded.';
`;
