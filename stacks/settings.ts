import { z } from "zod";

/** Environments that a stack or a service can be in. */
export const environments = ["dev", "staging", "prod"] as const;
type EnvironmentName = (typeof environments)[number];

const count = (maximum: number) => z.int().min(1).max(maximum);

/** Application settings that are no secret. Given under `services.NAME.settings`, read by a service at its start. */
export const plainSettings = z.strictObject({
  environment: z.enum(environments).meta({ description: "Environment that the service runs in." }),
  debug: z.boolean().meta({ description: "Detailed errors in answers. Never on in prod." }),
  databasePoolSize: count(1000).meta({ description: "Database connections that one replica keeps open." }),
  databaseMaxOverflow: z
    .int()
    .min(0)
    .max(1000)
    .meta({ description: "Further database connections that one replica may open under load." }),
  jwtAlgorithm: z.enum(["HS256", "HS384", "HS512"]).meta({
    description: "Algorithm that tokens are signed with. Symmetric ones only: the key is `secretKey`.",
  }),
  jwtExpireHours: count(8760).meta({ description: "Hours that a token is valid." }),
  rateLimitRequests: count(1_000_000).meta({
    description: "Requests that one client may make in each window.",
  }),
  rateLimitWindow: count(86_400).meta({ description: "Length of the rate limit's window in seconds." }),
  logLevel: z
    .enum(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
    .meta({ description: "Least important messages that are logged." }),
  logFormat: z.enum(["json", "text"]).meta({ description: "Form of a log line." }),
  maxConcurrentRequests: count(100_000).meta({
    description: "Requests that one replica works on at a time; more are refused with 503.",
  }),
  requestTimeout: count(3600).meta({ description: "Seconds after which a request is given up." }),
  enableMetrics: z.boolean().meta({ description: "Whether `/metrics` answers." }),
  metricsPort: z.int().min(1024).max(65_535).meta({
    description: "Port of the metrics listener that is not reachable from outside.",
  }),
});

/** Application settings that are secret: a service is given references to them, never a value in plain text. */
export const secretSettings = z.strictObject({
  databaseUrl: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, "must begin with postgresql://")
    .optional()
    .meta({
      description: "Database to connect to. Made by the platform for a service with `database: true`.",
    }),
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, "must begin with redis:// or rediss://")
    .optional()
    .meta({ description: "Cache to connect to. Made by the platform for a service with `cache: true`." }),
  secretKey: z
    .string()
    // RFC 7518, section 3.2: a key for HS256 has at least 256 bits.
    .min(32, "must have at least 32 characters")
    .optional()
    .meta({ description: "Key that tokens are signed with. Made by the platform when not given." }),
  openaiApiKey: z.string().min(1).optional().meta({ description: "API key of OpenAI." }),
  anthropicApiKey: z.string().min(1).optional().meta({ description: "API key of Anthropic." }),
  googleApiKey: z.string().min(1).optional().meta({ description: "API key of Google." }),
});

export type PlainSettings = z.infer<typeof plainSettings>;
export type Settings = Readonly<PlainSettings & z.infer<typeof secretSettings>>;

const sharedDefaults = {
  databasePoolSize: 10,
  databaseMaxOverflow: 20,
  jwtAlgorithm: "HS256",
  jwtExpireHours: 24,
  rateLimitRequests: 100,
  rateLimitWindow: 60,
  logFormat: "json",
  maxConcurrentRequests: 100,
  requestTimeout: 30,
  enableMetrics: true,
  metricsPort: 9090,
} as const;

const byEnvironment = {
  dev: { debug: true, logLevel: "DEBUG" },
  staging: { debug: false, logLevel: "INFO" },
  prod: { debug: false, logLevel: "WARNING" },
} as const;

/** The values that a service has in an environment when its stack file says nothing else. */
export function defaultSettings(environment: EnvironmentName): PlainSettings {
  return { environment, ...sharedDefaults, ...byEnvironment[environment] };
}

/** The environment variable of a setting: `databasePoolSize` → `DATABASE_POOL_SIZE`. */
export function variableName(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** The setting of an environment variable: `DATABASE_POOL_SIZE` → `databasePoolSize`. */
export function settingName(variable: string): string {
  return variable.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The platform's side: settings as the environment variables of a container. */
export function environmentOf(settings: PlainSettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([setting, value]) => [variableName(setting), String(value)]),
  );
}

/**
 * The service's side: its settings from environment variables, such as `process.env`. What is absent or empty has the
 * default of the environment that `ENVIRONMENT` names (`dev` when that is absent too).
 *
 * @throws Error that names every wrong variable, and no value, because it may be a secret.
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const known = { ...plainSettings.shape, ...secretSettings.shape };
  const given = Object.entries(known).flatMap(([setting, schema]) => {
    const text = variables[variableName(setting)];
    return text === undefined || text === "" ? [] : [[setting, typed(schema, text)] as const];
  });
  const environment = plainSettings.shape.environment.safeParse(variables.ENVIRONMENT);
  const defaults = defaultSettings(environment.data ?? "dev");
  const result = z.strictObject(known).safeParse({ ...defaults, ...Object.fromEntries(given) });
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    (issue) => `  ${variableName(String(issue.path[0]))}: ${issue.message}`,
  );
  throw new Error(`The service's environment has wrong settings:\n${lines.join("\n")}`);
}

function typed(schema: z.ZodType, text: string): unknown {
  if (schema instanceof z.ZodNumber) return /^-?\d+$/.test(text) ? Number(text) : text;
  if (schema instanceof z.ZodBoolean)
    return new Map<string, unknown>(booleans).get(text.toLowerCase()) ?? text;
  return text;
}

const booleans = [
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
] as const;
