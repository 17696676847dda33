export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly [group: string]: unknown;
}
export interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}
export interface Manifest {
  readonly engines?: { readonly node?: string };
  readonly [group: string]: unknown;
}
export interface Policy {
  readonly node: string;
  readonly floors: Readonly<Record<string, string>>;
  readonly licences: readonly string[];
  readonly licences_of_tools: Readonly<Record<string, string>>;
  readonly licences_unstated: Readonly<Record<string, string>>;
  readonly licences_excused?: Readonly<Record<string, { readonly licence: string; readonly reason: string }>>;
  readonly install_scripts: readonly string[];
  readonly secrets_allowed: readonly { readonly hash: string; readonly reason: string }[];
}
export interface Sbom {
  readonly bomFormat?: string;
  readonly specVersion?: string;
  readonly components?: readonly { group?: string; name: string; version: string; purl?: string }[];
}

export function compareVersions(a: string, b: string): number;
export function floorFaults(lock: Lockfile, manifest: Manifest, policy: Policy, nodeVersion?: string): string[];
export function lockfileFaults(lock: Lockfile, manifest: Manifest, policy: Policy, npmrc: string): string[];
export function isLicenceAllowed(expression: string, allowed: readonly string[]): boolean;
export function licenceFaults(lock: Lockfile, policy: Policy): string[];
export function entropy(text: string): number;
export function secretFaults(file: string, text: string, policy: Policy): string[];
export function sbomFaults(bom: Sbom, lock: Lockfile): string[];
