import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of the bills of material. Several are raised by the database itself, under these codes. */
export const BOM_ERRORS = defineErrors(
  'warehouse',
  {
    ANOTHER_REVISION_ACTIVE: {
      kind: 'conflict',
      title: 'Another revision is active',
      description:
        'The product has another active revision whose validity overlaps; obsolete it, or activate with `supersede`.',
    },
    BOM_NOT_DRAFT: {
      kind: 'conflict',
      title: 'Not a draft any more',
      description: 'Only a draft can be changed or deleted; copy the bill to a new revision.',
    },
    BOM_CYCLE: {
      kind: 'conflict',
      title: 'A product would contain itself',
      description: 'The lines would close a circle; `cycle` lists the products on it.',
    },
    BOM_WITHOUT_COMPONENTS: {
      kind: 'conflict',
      title: 'No components',
      description: 'A bill needs at least one component line before it can be activated.',
    },
    BOM_NOT_VALID: {
      kind: 'conflict',
      title: 'No valid bill of material',
      description:
        'The product has no active bill of material on that day, or the one named is not active or not valid then.',
    },
    COST_SHARE_TOO_HIGH: {
      kind: 'invalid',
      title: 'Cost shares above 100 %',
      description: 'Co-products and by-products together carry more than the whole cost.',
    },
    BOM_TOO_DEEP: {
      kind: 'invalid',
      title: 'More than 50 levels',
      description: 'The bill has more levels than are followed.',
    },
    BOM_TOO_LARGE: {
      kind: 'invalid',
      title: 'Too many rows for a tree',
      description: 'The tree would have more rows than are given at once; ask for fewer levels or for `mode=flat`.',
    },
  },
  { constraints: { ex_boms_one_active: 'ANOTHER_REVISION_ACTIVE' } },
);
