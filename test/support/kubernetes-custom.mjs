/**
 * The kinds in docker/kubernetes that are not of Kubernetes itself, by hand from their documentation: CloudNativePG (1.27 and later), its Barman
 * Cloud plugin, the Prometheus operator, kustomize. Of each the fields that there is use for here and those beside them that a slip of the pen
 * could mean; one that is missing here is a fault until it is added. A name is a type of the Kubernetes API; `!` behind a field: it has to be there.
 */
const fields = (of) => ({ fields: of });
const list = (of) => ({ list_of: of });
const map = (of) => ({ map_of: of });
const one = (...values) => ({ any_of: values });

const text = 'string';
const texts = map(text);
const named = fields({ 'name!': text });
/** A key of a Secret. */
const secretKey = fields({ 'name!': text, 'key!': text });
const plugin = fields({ 'name!': text, enabled: 'boolean', isWALArchiver: 'boolean', parameters: texts });
const resource = (spec) => fields({ 'apiVersion!': text, 'kind!': text, 'metadata!': 'V1ObjectMeta', 'spec!': spec });
const storage = fields({
  size: text,
  storageClass: text,
  resizeInUseVolumes: 'boolean',
  pvcTemplate: 'V1PersistentVolumeClaimSpec',
});
const recoveryTarget = fields({
  backupID: text,
  exclusive: 'boolean',
  targetImmediate: 'boolean',
  targetLSN: text,
  targetName: text,
  targetTime: text,
  targetTLI: text,
  targetXID: text,
});

const cluster = fields({
  'instances!': 'number',
  description: text,
  imageName: text,
  imagePullPolicy: one('Always', 'IfNotPresent', 'Never'),
  imagePullSecrets: list(named),
  primaryUpdateStrategy: one('unsupervised', 'supervised'),
  primaryUpdateMethod: one('restart', 'switchover'),
  enableSuperuserAccess: 'boolean',
  superuserSecret: named,
  enablePDB: 'boolean',
  startDelay: 'number',
  stopDelay: 'number',
  smartShutdownTimeout: 'number',
  switchoverDelay: 'number',
  failoverDelay: 'number',
  minSyncReplicas: 'number',
  maxSyncReplicas: 'number',
  logLevel: one('error', 'warning', 'info', 'debug', 'trace'),
  priorityClassName: text,
  postgresql: fields({
    parameters: texts,
    pg_hba: list(text),
    pg_ident: list(text),
    shared_preload_libraries: list(text),
    enableAlterSystem: 'boolean',
    promotionTimeout: 'number',
    synchronous: fields({
      'method!': one('any', 'first'),
      'number!': 'number',
      dataDurability: one('required', 'preferred'),
      failoverQuorum: 'boolean',
      maxStandbyNamesFromCluster: 'number',
      standbyNamesPre: list(text),
      standbyNamesPost: list(text),
    }),
  }),
  bootstrap: fields({
    initdb: fields({
      database: text,
      owner: text,
      secret: named,
      encoding: text,
      localeProvider: text,
      localeCollate: text,
      localeCType: text,
      dataChecksums: 'boolean',
      walSegmentSize: 'number',
      postInitSQL: list(text),
      postInitApplicationSQL: list(text),
      postInitTemplateSQL: list(text),
    }),
    recovery: fields({ source: text, database: text, owner: text, secret: named, backup: named, recoveryTarget }),
    pg_basebackup: fields({ 'source!': text, database: text, owner: text, secret: named }),
  }),
  externalClusters: list(
    fields({
      'name!': text,
      plugin,
      connectionParameters: texts,
      password: secretKey,
      sslKey: secretKey,
      sslCert: secretKey,
      sslRootCert: secretKey,
    }),
  ),
  managed: fields({
    roles: list(
      fields({
        'name!': text,
        comment: text,
        ensure: one('present', 'absent'),
        login: 'boolean',
        superuser: 'boolean',
        createdb: 'boolean',
        createrole: 'boolean',
        replication: 'boolean',
        bypassrls: 'boolean',
        inherit: 'boolean',
        inRoles: list(text),
        connectionLimit: 'number',
        validUntil: text,
        disablePassword: 'boolean',
        passwordSecret: named,
      }),
    ),
  }),
  plugins: list(plugin),
  backup: fields({
    target: one('primary', 'prefer-standby'),
    volumeSnapshot: fields({
      className: text,
      walClassName: text,
      online: 'boolean',
      labels: texts,
      annotations: texts,
      snapshotOwnerReference: one('none', 'backup', 'cluster'),
    }),
  }),
  'storage!': storage,
  walStorage: storage,
  resources: 'V1ResourceRequirements',
  affinity: fields({
    enablePodAntiAffinity: 'boolean',
    podAntiAffinityType: one('preferred', 'required'),
    topologyKey: text,
    nodeSelector: texts,
    tolerations: list('V1Toleration'),
  }),
  topologySpreadConstraints: list('V1TopologySpreadConstraint'),
  monitoring: fields({ enablePodMonitor: 'boolean', disableDefaultQueries: 'boolean' }),
  certificates: fields({
    serverCASecret: text,
    serverTLSSecret: text,
    clientCASecret: text,
    replicationTLSSecret: text,
    serverAltDNSNames: list(text),
  }),
});

const pooler = fields({
  'cluster!': named,
  instances: 'number',
  type: one('rw', 'ro', 'r'),
  'pgbouncer!': fields({
    poolMode: one('session', 'transaction'),
    parameters: texts,
    pg_hba: list(text),
    paused: 'boolean',
    authQuery: text,
    authQuerySecret: named,
  }),
  template: 'V1PodTemplateSpec',
  deploymentStrategy: 'V1DeploymentStrategy',
});

const scheduledBackup = fields({
  'cluster!': named,
  'schedule!': text,
  immediate: 'boolean',
  suspend: 'boolean',
  backupOwnerReference: one('none', 'self', 'cluster'),
  target: one('primary', 'prefer-standby'),
  method: one('barmanObjectStore', 'volumeSnapshot', 'plugin'),
  pluginConfiguration: fields({ 'name!': text, parameters: texts }),
  online: 'boolean',
});

const objectStore = fields({
  retentionPolicy: text,
  'configuration!': fields({
    'destinationPath!': text,
    endpointURL: text,
    endpointCA: secretKey,
    s3Credentials: fields({
      accessKeyId: secretKey,
      secretAccessKey: secretKey,
      region: secretKey,
      sessionToken: secretKey,
      inheritFromIAMRole: 'boolean',
    }),
    wal: fields({
      compression: one('gzip', 'bzip2', 'lz4', 'snappy', 'xz', 'zstd'),
      encryption: one('AES256', 'aws:kms'),
      maxParallel: 'number',
    }),
    data: fields({
      compression: one('gzip', 'bzip2', 'snappy'),
      encryption: one('AES256', 'aws:kms'),
      immediateCheckpoint: 'boolean',
      jobs: 'number',
    }),
    tags: texts,
    historyTags: texts,
  }),
  instanceSidecarConfiguration: fields({ resources: 'V1ResourceRequirements', env: list('V1EnvVar'), logLevel: text }),
});

const serviceMonitor = fields({
  'selector!': 'V1LabelSelector',
  'endpoints!': list(
    fields({
      port: text,
      targetPort: text,
      path: text,
      scheme: text,
      interval: text,
      scrapeTimeout: text,
      honorLabels: 'boolean',
      params: map(list(text)),
    }),
  ),
  namespaceSelector: fields({ any: 'boolean', matchNames: list(text) }),
  jobLabel: text,
  targetLabels: list(text),
  sampleLimit: 'number',
});

export const CUSTOM = {
  'postgresql.cnpg.io/v1 Cluster': resource(cluster),
  'postgresql.cnpg.io/v1 Pooler': resource(pooler),
  'postgresql.cnpg.io/v1 ScheduledBackup': resource(scheduledBackup),
  'barmancloud.cnpg.io/v1 ObjectStore': resource(objectStore),
  'monitoring.coreos.com/v1 ServiceMonitor': resource(serviceMonitor),
  'kustomize.config.k8s.io/v1beta1 Kustomization': fields({
    'apiVersion!': text,
    'kind!': text,
    metadata: 'V1ObjectMeta',
    namespace: text,
    'resources!': list(text),
    images: list(fields({ 'name!': text, newName: text, newTag: text, digest: text })),
    labels: list(fields({ pairs: texts, includeSelectors: 'boolean' })),
    patches: list(fields({ path: text, patch: text })),
  }),
};
