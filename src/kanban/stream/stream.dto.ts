import { StringField, UuidField } from '../../kernel/http/index.js';

export class BoardStreamQuery {
  @UuidField({ optional: true, description: 'Only cards and work orders of this department.' }) department_id?: string;
  @StringField({
    optional: true,
    max: 40,
    example: '812-7',
    description: 'The last change that was seen, where the header `Last-Event-ID` cannot be sent.',
  })
  last_event_id?: string;
}
