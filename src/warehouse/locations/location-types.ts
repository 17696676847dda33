/** Real locations hold balances; virtual ones are the other side of what enters and leaves. */
export const REAL_LOCATION_TYPES = [
  'warehouse',
  'zone',
  'rack',
  'shelf',
  'bin',
  'production_floor',
  'transit',
  'subcontractor',
  'quarantine',
  'scrap',
] as const;
export const VIRTUAL_LOCATION_TYPES = ['supplier', 'customer', 'production', 'adjustment', 'conversion'] as const;
export const LOCATION_TYPES = [...REAL_LOCATION_TYPES, ...VIRTUAL_LOCATION_TYPES] as const;

export type LocationType = (typeof LOCATION_TYPES)[number];
export type VirtualSide = (typeof VIRTUAL_LOCATION_TYPES)[number];
