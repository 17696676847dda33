/**
 * Holds the manifests of docker/kubernetes against the types of the Kubernetes API, and what is not of Kubernetes itself against the shapes of
 * kubernetes-custom.mjs: a field that nobody knows is a fault, as is a value of another kind. Prints one fault a line. Apart from jest, whose module loader the client's packages do not bear.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as kubernetes from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';
import { CUSTOM } from './kubernetes-custom.mjs';

const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../../docker/kubernetes', import.meta.url));
const SIMPLE = { string: 'string', number: 'number', boolean: 'boolean' };

const faults = [];
for (const file of readdirSync(FOLDER).sort())
  for (const document of loadAll(readFileSync(join(FOLDER, file), 'utf8'))) check(file, document);
process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));

function check(file, document) {
  const { apiVersion = '', kind = '' } = document ?? {};
  const shape = CUSTOM[`${apiVersion} ${kind}`];
  if (shape) {
    checkShape(`${file} ${kind}`, document, shape);
    return;
  }
  const version = apiVersion.split('/').at(-1);
  const name = `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind}`;
  if (!kubernetes[name]?.getAttributeTypeMap) faults.push(`${file}: ${apiVersion} ${kind} is unknown`);
  else checkObject(`${file} ${kind}`, document, name);
}

function checkObject(path, value, type) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push(`${path}: must be an object (${type})`);
    return;
  }
  const known = new Map(kubernetes[type].getAttributeTypeMap().map(({ baseName, type: of }) => [baseName, of]));
  for (const [key, field] of Object.entries(value)) {
    if (known.has(key)) checkValue(`${path}.${key}`, field, known.get(key));
    else faults.push(`${path}.${key}: ${type} has no such field`);
  }
}

function checkValue(path, value, type) {
  const list = /^(?:Array|Set)<(.+)>$/.exec(type)?.[1];
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (list) {
    if (!Array.isArray(value)) faults.push(`${path}: must be a list`);
    else value.forEach((item, index) => checkValue(`${path}[${index}]`, item, list));
  } else if (map) {
    for (const [key, item] of Object.entries(value ?? {})) checkValue(`${path}.${key}`, item, map);
  } else if (type in SIMPLE) {
    if (typeof value !== SIMPLE[type]) faults.push(`${path}: must be a ${type}`);
  } else if (kubernetes[type]?.getAttributeTypeMap) checkObject(path, value, type);
}

/** @param shape as kubernetes-custom.mjs has them */
function checkShape(path, value, shape) {
  if (typeof shape === 'string') {
    if (typeof value === 'object' || shape in SIMPLE) checkValue(path, value, shape);
    else faults.push(`${path}: must be an object (${shape})`);
  } else if (shape.any_of) {
    if (!shape.any_of.includes(value)) faults.push(`${path}: must be one of ${shape.any_of.join(', ')}`);
  } else if (shape.list_of) {
    if (!Array.isArray(value)) faults.push(`${path}: must be a list`);
    else value.forEach((item, index) => checkShape(`${path}[${index}]`, item, shape.list_of));
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push(`${path}: must be an object`);
  } else if (shape.map_of) {
    for (const [key, item] of Object.entries(value)) checkShape(`${path}.${key}`, item, shape.map_of);
  } else {
    for (const [key, item] of Object.entries(value)) {
      const field = shape.fields[key] ?? shape.fields[`${key}!`];
      if (field) checkShape(`${path}.${key}`, item, field);
      else faults.push(`${path}.${key}: there is no such field, as far as kubernetes-custom.mjs knows`);
    }
    for (const key of Object.keys(shape.fields))
      if (key.endsWith('!') && !(key.slice(0, -1) in value)) faults.push(`${path}: lacks ${key.slice(0, -1)}`);
  }
}
