import { z } from 'zod';

/** Everything that can be set from outside; docs/operations.md explains each. */
const Settings = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  LIANXIN_DATA: z.string().min(1).default('data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** a streaming standby of that database, for reading */
  LIANXIN_REPLICA_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LIANXIN_EXAMPLE: z.enum(['load', 'none']).default('load'),
  /** the address people type, when it differs: decides secure cookies and links in invitations */
  LIANXIN_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** 32 or more bytes in hex, by default kept in the data folder; further ones after commas while it is changed */
  LIANXIN_SECRET: z
    .string()
    .regex(/^([0-9a-f]{2}){32,}(,(([0-9a-f]{2}){32,}|retired:[\w-]+))*$/i, 'must be at least 64 hex digits, further secrets after commas')
    .optional(),
  /** multiplies every limit on requests; 0 sets none */
  LIANXIN_LIMITS: z.coerce.number().min(0).max(1000).default(1),
  /** a backup and a restore drill every so many days; 0 for none */
  LIANXIN_BACKUP_DAYS: z.coerce.number().int().min(0).max(366).default(7),
  LIANXIN_BACKUPS_KEPT: z.coerce.number().int().min(1).max(1000).default(4),
  /** what the log holds: nothing, faults of our own, refusals too, or every request */
  LIANXIN_LOG: z.enum(['none', 'error', 'warn', 'info']).default('error'),
  /** lets a collector elsewhere read /api/metrics */
  LIANXIN_METRICS_TOKEN: z.string().min(16).optional(),
  LIANXIN_OIDC_ISSUER: z.url().optional(),
  LIANXIN_OIDC_CLIENT_ID: z.string().min(1).optional(),
  LIANXIN_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
});

export type LogLevel = 'none' | 'error' | 'warn' | 'info';

export type Settings = {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly replicaUrl: string | undefined;
  readonly example: 'load' | 'none';
  readonly origin: string;
  readonly secret: string | undefined;
  readonly limits: number;
  readonly backup: { readonly everyDays: number; readonly kept: number };
  readonly log: LogLevel;
  readonly metricsToken: string | undefined;
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string | undefined } | undefined;
};

/** A setting that does not fit; the message has one line for every faulty one. */
export class SettingsError extends Error {}

/** Reads and checks the environment. Empty values count as absent. Throws SettingsError naming every fault. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => name in Settings.shape && value !== ''));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new SettingsError(`These settings do not fit (docs/operations.md explains them): ${lines.join('; ')}`);
  }
  const env = parsed.data;
  if (env.LIANXIN_OIDC_ISSUER && !env.LIANXIN_OIDC_CLIENT_ID) {
    throw new SettingsError('LIANXIN_OIDC_ISSUER needs LIANXIN_OIDC_CLIENT_ID');
  }
  if (env.LIANXIN_REPLICA_URL && !env.DATABASE_URL) throw new SettingsError('LIANXIN_REPLICA_URL needs DATABASE_URL');
  return {
    port: env.PORT,
    host: env.HOST,
    dataFolder: env.LIANXIN_DATA,
    databaseUrl: env.DATABASE_URL,
    replicaUrl: env.LIANXIN_REPLICA_URL,
    example: env.LIANXIN_EXAMPLE,
    origin: env.LIANXIN_ORIGIN ?? `http://${env.HOST === '0.0.0.0' || env.HOST === '::' ? 'localhost' : env.HOST}:${env.PORT}`,
    secret: env.LIANXIN_SECRET,
    limits: env.LIANXIN_LIMITS,
    backup: { everyDays: env.LIANXIN_BACKUP_DAYS, kept: env.LIANXIN_BACKUPS_KEPT },
    log: env.LIANXIN_LOG,
    metricsToken: env.LIANXIN_METRICS_TOKEN,
    oidc:
      env.LIANXIN_OIDC_ISSUER && env.LIANXIN_OIDC_CLIENT_ID
        ? { issuer: env.LIANXIN_OIDC_ISSUER, clientId: env.LIANXIN_OIDC_CLIENT_ID, clientSecret: env.LIANXIN_OIDC_CLIENT_SECRET }
        : undefined,
  };
}
