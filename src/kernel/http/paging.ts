import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, IntegerField, StringField } from './fields.js';

export const MAX_LIMIT = 500;

/** The query of every list. A resource's query class adds its filters as optional fields. */
export class ListQuery {
  @IntegerField({
    min: 1,
    max: MAX_LIMIT,
    optional: true,
    example: 50,
    description: 'Rows in a page; 50 when not given.',
  })
  limit?: number;

  @StringField({ optional: true, max: 2000, description: 'Where the page begins: `next_cursor` of the page before.' })
  cursor?: string;

  @StringField({
    optional: true,
    max: 64,
    description: 'Sort key; a leading `-` turns the order round. Any other is refused with the keys that there are.',
  })
  sort?: string;

  @StringField({ optional: true, min: 1, max: 200, description: 'Text looked for in the names and codes of the rows.' })
  q?: string;

  @BooleanField({ optional: true, example: false, description: 'Adds `total`, the number of rows on all pages.' })
  include_total?: boolean;
}

type DtoClass = new () => object;
const pages = new Map<DtoClass, DtoClass>();

/** The class that documents one page of a resource. */
export function page(item: DtoClass): DtoClass {
  let documented = pages.get(item);
  if (!documented) {
    class PageDto {
      data!: object[];
      next_cursor!: string | null;
      total?: number;
    }
    ApiProperty({ type: item, isArray: true })(PageDto.prototype, 'data');
    ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })(
      PageDto.prototype,
      'next_cursor',
    );
    ApiProperty({ type: 'integer', required: false })(PageDto.prototype, 'total');
    Object.defineProperty(PageDto, 'name', { value: `PageOf${item.name.replace(/Dto$/, '')}` });
    pages.set(item, (documented = PageDto));
  }
  return documented;
}
