import { defineImport, importField } from '../../kernel/imports/index.js';
import type { ImportRule } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES } from '../../master-data/index.js';
import { LOCATION_REFERENCE } from '../locations/index.js';
import { WAREHOUSE } from '../warehouse.permissions.js';

const WITHIN = 's.unit_no between $1 and $2 and not s.rejected';

/** Quantities in the stock unit, and what earlier imports have booked as opening stock of the same product, location and lot. */
const PREPARE = [
  `with pair as (
     select distinct s.product_id, s.unit_id, p.unit_id as stock_unit_id from import_row s join erp.products p on p.id = s.product_id
      where s.unit_id <> p.unit_id
   ), factor as (
     select pair.product_id, pair.unit_id, f.numerator, f.denominator
       from pair cross join lateral erp.unit_factor(pair.unit_id, pair.stock_unit_id, pair.product_id) as f
   ), booked as (
     select l.product_id, m.source_id as location_id, l.lot_id,
            sum(case when l.to_location_id = m.source_id then l.quantity else -l.quantity end)::bigint as quantity,
            sum(case when l.to_location_id = m.source_id then l.value else -l.value end) as value
       from erp.stock_movements m join erp.stock_ledgers l on l.movement_id = m.id
      where m.source_type = 'opening_stock' and m.source_id in (select r.location_id from import_row r)
      group by l.product_id, m.source_id, l.lot_id
   )
   update import_row s set stock_quantity = q.quantity, booked_quantity = q.booked_quantity, booked_value = q.booked_value,
          difference = q.quantity - coalesce(q.booked_quantity, 0), cost = coalesce(s.unit_cost, q.standard_cost), tracking = q.tracking
     from (select r.row_no, p.standard_cost, p.tracking, b.quantity as booked_quantity, b.value as booked_value,
             case when r.unit is null or r.unit_id = p.unit_id then r.quantity
                  when (r.quantity * f.numerator) % f.denominator = 0 and r.quantity * f.numerator / f.denominator <= 9007199254740991
                    then (r.quantity * f.numerator / f.denominator)::bigint end as quantity
             from import_row r join erp.products p on p.id = r.product_id
             left join factor f on f.product_id = r.product_id and f.unit_id = r.unit_id
             left join erp.lots t on t.product_id = r.product_id and t.code = r.lot
             left join booked b on b.product_id = r.product_id and b.location_id = r.location_id and b.lot_id is not distinct from t.id) q
    where q.row_no = s.row_no`,
];

/** The lots of a round that are not there yet; then one movement for each location, posted by the ledger's own function in one call. */
const APPLY = [
  `insert into erp.lots (product_id, code, supplier_lot, manufactured_on, expires_on)
   select distinct on (s.product_id, s.lot) s.product_id, s.lot, s.supplier_lot, s.manufactured_on,
          coalesce(s.expires_on, coalesce(s.manufactured_on, current_date) + p.shelf_life_days)
     from import_row s join erp.products p on p.id = s.product_id
    where ${WITHIN} and s.lot is not null and s.difference > 0
    order by s.product_id, s.lot, s.expires_on nulls last, s.row_no
   on conflict (product_id, code) do nothing`,
  `with line as (
     select s.company_id, s.location_id, jsonb_agg(
              case when s.difference > 0
                then jsonb_build_object('product_id', s.product_id, 'lot_id', t.id, 'quantity', s.difference, 'from_location_id', side.id,
                  'to_location_id', s.location_id, 'unit_cost', s.cost::text)
                else jsonb_build_object('product_id', s.product_id, 'lot_id', t.id, 'quantity', -s.difference, 'from_location_id', s.location_id,
                  'to_location_id', side.id) end order by s.product_id, s.lot) as lines
       from import_row s left join erp.lots t on t.product_id = s.product_id and t.code = s.lot
       join erp.locations side on side.company_id = s.company_id and side.type = 'adjustment'
      where ${WITHIN} and s.difference <> 0 group by s.company_id, s.location_id
   )
   select length(erp.post_stock_movement(jsonb_build_object('movements', jsonb_agg(jsonb_build_object(
            'company_id', line.company_id, 'type', 'adjustment', 'source_type', 'opening_stock', 'source_id', line.location_id,
            'reason', 'Opening stock', 'lines', line.lines) order by line.location_id)))::text) as posted
     from line having count(*) > 0`,
  `update import_row s
      set outcome = case when s.difference = 0 then 'unchanged' when s.booked_quantity is null then 'inserted' else 'updated' end
    where ${WITHIN}`,
];

const LOT_FACTS = ['expires_on', 'manufactured_on', 'supplier_lot'] as const;

/** What a row says of its lot against the product, the lot that is there and the rows before it. */
const OPENING_LOT_RULES: readonly ImportRule[] = [
  {
    severity: 'error',
    code: 'LOT_REQUIRED',
    field: 'lot',
    message: 'is needed: the product is tracked by lot or serial number',
    where: "s.tracking <> 'none' and s.lot is null",
  },
  {
    severity: 'error',
    code: 'LOT_NOT_TRACKED',
    field: 'lot',
    message: 'is given for a product that is not tracked',
    where: "s.tracking = 'none' and s.lot is not null",
  },
  {
    severity: 'error',
    code: 'SERIAL_QUANTITY',
    field: 'quantity',
    message: 'is more than the one piece of a serial number',
    where: "s.tracking = 'serial' and s.stock_quantity > 1",
  },
  {
    severity: 'error',
    code: 'INVALID_VALUE',
    field: 'expires_on',
    message: 'is before the day of making',
    where: 's.expires_on < s.manufactured_on',
  },
  ...LOT_FACTS.map((fact): ImportRule => ({
    severity: 'error',
    code: 'LOT_DIFFERS',
    field: fact,
    message: 'is known otherwise of this lot, or an earlier row says otherwise',
    where: `s.lot is not null and s.${fact} is not null and (
        exists (select from erp.lots t where t.product_id = s.product_id and t.code = s.lot and t.${fact} is distinct from s.${fact})
        or exists (select from import_row o where o.product_id = s.product_id and o.lot = s.lot and o.${fact} <> s.${fact} and o.row_no < s.row_no))`,
  })),
];

/**
 * What is on hand when a factory begins to work with the system. The ledger remembers what was booked as opening stock of a product
 * and lot at a location, so that only the difference is posted: the same file again posts nothing, whatever was used in between.
 */
export const OPENING_STOCK_IMPORT = defineImport({
  resource: 'opening-stock',
  title: 'Opening stock',
  description:
    'What is on hand at the beginning, by product, location and lot, booked against the adjustment side. The quantity is that of the beginning: ' +
    'importing a file again posts the difference to what was booked as opening stock before, and nothing where there is none.',
  permissions: [WAREHOUSE.stock.adjust],
  company: true,
  fields: {
    product: importField.reference(MASTER_REFERENCES.product, {
      required: true,
      description: 'SKU of the product.',
      example: 'FABRIC-BRN',
    }),
    location: importField.reference(LOCATION_REFERENCE, {
      required: true,
      description: 'Code of the location.',
      example: 'STOCK',
    }),
    quantity: importField.quantity({
      min: 0,
      required: true,
      description: 'On hand, in the stock unit or in `unit`.',
      example: '120',
    }),
    unit: importField.reference(MASTER_REFERENCES.unit, {
      description: 'Unit of the quantity; the stock unit when not given.',
      example: 'EA',
    }),
    lot: importField.code({
      exact: true,
      description: 'Lot or serial number, for a product that is tracked; made when it is not there.',
      example: 'L-2026-0042',
    }),
    expires_on: importField.date({
      description: 'Last day of a new lot; the day of making plus the shelf life of the product when not given.',
      example: '2027-01-10',
    }),
    manufactured_on: importField.date({ description: 'Day on which a new lot was made.', example: '2026-01-10' }),
    supplier_lot: importField.text({
      max: 64,
      description: "The supplier's own number of a new lot.",
      example: 'KJ-7781',
    }),
    unit_cost: importField.unitCost({
      description: "What one stock unit cost, in the company's currency; the product's standard cost when not given.",
      example: '42500.50',
    }),
  },
  procedure: {
    unit: "s.product_id, s.location_id, coalesce(s.lot, '')",
    key: ['s.product_id', 's.location_id', "coalesce(s.lot, '')"],
    working_columns: [
      'tracking text',
      'stock_quantity bigint',
      'booked_quantity bigint',
      'booked_value numeric',
      'difference bigint',
      'cost numeric',
    ],
    prepare: PREPARE,
    apply: APPLY,
  },
  rules: [
    {
      severity: 'error',
      code: 'UNIT_NOT_EXACT',
      field: 'quantity',
      message: 'is no whole number of the stock unit, or no conversion leads to it',
      where:
        's.product_id is not null and s.quantity is not null and s.stock_quantity is null and (s.unit is null or s.unit_id is not null)',
    },
    {
      severity: 'error',
      code: 'NOT_ALLOWED',
      field: 'location',
      message: 'is a virtual side: stock is not kept there',
      where: 'exists (select from erp.locations l where l.id = s.location_id and l.is_virtual)',
    },
    ...OPENING_LOT_RULES,
    {
      severity: 'warning',
      code: 'NO_COST',
      field: 'product',
      message: 'has no cost, here or in its master data: the stock has no value',
      where: 's.stock_quantity > 0 and s.cost = 0',
    },
    {
      severity: 'warning',
      code: 'COST_DIFFERS',
      field: 'unit_cost',
      message: 'differs from the cost booked before; the value stays, a revaluation changes it',
      where:
        's.unit_cost is not null and s.booked_quantity > 0 and round(s.booked_quantity * s.unit_cost, 2) <> s.booked_value',
    },
  ],
});
