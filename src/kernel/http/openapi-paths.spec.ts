import type { OpenAPIObject } from '@nestjs/swagger';
import { mergeTwinPaths } from './openapi-paths.js';

const parameter = (name: string): object => ({ name, in: 'path' });

test('templates that differ only in names become one path with both names', () => {
  const document = {
    paths: {
      '/imports/{id}': { get: { parameters: [parameter('id'), { name: 'id', in: 'query' }] } },
      '/imports/{resource}': { post: { parameters: [parameter('resource')] } },
      '/imports/{id}/errors': { get: { parameters: [parameter('id')] } },
    },
  } as unknown as OpenAPIObject;
  mergeTwinPaths(document);
  expect(document.paths).toEqual({
    '/imports/{id_or_resource}': {
      get: { parameters: [parameter('id_or_resource'), { name: 'id', in: 'query' }] },
      post: { parameters: [parameter('id_or_resource')] },
    },
    '/imports/{id}/errors': { get: { parameters: [parameter('id')] } },
  });
});
