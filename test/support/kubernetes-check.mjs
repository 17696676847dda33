/**
 * Holds the manifests of docker/kubernetes against the types of the Kubernetes API: a field that the API does not know is a fault, as is
 * a value of another kind. Prints one fault a line. Apart from jest, whose module loader the client's packages do not bear.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as kubernetes from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';

const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../../docker/kubernetes', import.meta.url));
/** What is not of Kubernetes itself, and is looked at only for being one of these. */
const CUSTOM = new Set([
  'postgresql.cnpg.io/v1 Cluster',
  'postgresql.cnpg.io/v1 Pooler',
  'monitoring.coreos.com/v1 ServiceMonitor',
  'kustomize.config.k8s.io/v1beta1 Kustomization',
]);
const SIMPLE = { string: 'string', number: 'number', boolean: 'boolean' };

const faults = [];
for (const file of readdirSync(FOLDER).sort())
  for (const document of loadAll(readFileSync(join(FOLDER, file), 'utf8'))) check(file, document);
process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));

function check(file, document) {
  const { apiVersion = '', kind = '' } = document ?? {};
  if (CUSTOM.has(`${apiVersion} ${kind}`)) return;
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
