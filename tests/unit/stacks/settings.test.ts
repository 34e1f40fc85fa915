import fc from "fast-check";
import {
  defaultSettings,
  environmentOf,
  environments,
  plainSettings,
  readSettings,
  secretSettings,
  settingName,
  variableName,
} from "../../../stacks/settings";

/** The values of the design, which the schema must not drift from. */
const designed = {
  databasePoolSize: 10,
  databaseMaxOverflow: 20,
  jwtAlgorithm: "HS256",
  jwtExpireHours: 24,
  rateLimitRequests: 100,
  rateLimitWindow: 60,
  logFormat: "json",
  maxConcurrentRequests: 100,
  requestTimeout: 30,
  metricsPort: 9090,
  enableMetrics: true,
};

test.each([
  ["dev", true, "DEBUG"],
  ["staging", false, "INFO"],
  ["prod", false, "WARNING"],
] as const)("%s has the defaults of the design", (environment, debug, logLevel) => {
  expect(defaultSettings(environment)).toEqual({ environment, debug, logLevel, ...designed });
});

test("the secret settings are the addresses with passwords, the signing key and the API keys", () => {
  expect(Object.keys(secretSettings.shape).sort()).toEqual([
    "anthropicApiKey",
    "databaseUrl",
    "googleApiKey",
    "openaiApiKey",
    "redisUrl",
    "secretKey",
  ]);
});

test.each([
  ["databasePoolSize", "DATABASE_POOL_SIZE"],
  ["openaiApiKey", "OPENAI_API_KEY"],
  ["debug", "DEBUG"],
])("%s is read from %s", (setting, variable) => {
  expect(variableName(setting)).toBe(variable);
  expect(settingName(variable)).toBe(setting);
});

test("names go to variables and back for every setting", () => {
  for (const setting of Object.keys({ ...plainSettings.shape, ...secretSettings.shape })) {
    expect(settingName(variableName(setting))).toBe(setting);
  }
});

test("what the platform gives is what the service reads, for any valid settings", () => {
  const settings = fc.record({
    environment: fc.constantFrom(...environments),
    debug: fc.boolean(),
    databasePoolSize: fc.integer({ min: 1, max: 1000 }),
    databaseMaxOverflow: fc.integer({ min: 0, max: 1000 }),
    jwtAlgorithm: fc.constantFrom("HS256", "HS384", "HS512"),
    jwtExpireHours: fc.integer({ min: 1, max: 8760 }),
    rateLimitRequests: fc.integer({ min: 1, max: 1_000_000 }),
    rateLimitWindow: fc.integer({ min: 1, max: 86_400 }),
    logLevel: fc.constantFrom("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    logFormat: fc.constantFrom("json", "text"),
    maxConcurrentRequests: fc.integer({ min: 1, max: 100_000 }),
    requestTimeout: fc.integer({ min: 1, max: 3600 }),
    enableMetrics: fc.boolean(),
    metricsPort: fc.integer({ min: 1024, max: 65_535 }),
  });
  fc.assert(
    fc.property(settings, (given) => {
      expect(readSettings(environmentOf(given))).toEqual(given);
    }),
  );
});

test("a service without variables runs as in dev, and an empty variable counts as absent", () => {
  expect(readSettings({})).toEqual(defaultSettings("dev"));
  expect(readSettings({ ENVIRONMENT: "prod", LOG_LEVEL: "" })).toEqual(defaultSettings("prod"));
});

test("secrets are read where they are given", () => {
  const secrets = { DATABASE_URL: "postgresql://a:b@c/d", SECRET_KEY: "k".repeat(32), OPENAI_API_KEY: "o" };
  expect(readSettings(secrets)).toMatchObject({
    databaseUrl: secrets.DATABASE_URL,
    secretKey: secrets.SECRET_KEY,
    openaiApiKey: "o",
  });
});

test.each([
  ["DATABASE_POOL_SIZE", "ten"],
  ["DATABASE_POOL_SIZE", "0"],
  ["DATABASE_POOL_SIZE", "1.5"],
  ["DEBUG", "yes"],
  ["LOG_LEVEL", "debug"],
  ["ENVIRONMENT", "production"],
  ["DATABASE_URL", "mysql://canary@x"],
  ["REDIS_URL", "http://canary"],
  ["SECRET_KEY", "k".repeat(31)],
  ["METRICS_PORT", "80"],
])("%s=%s stops the service with the variable's name and without its value", (variable, value) => {
  expect(() => readSettings({ [variable]: value })).toThrow(new RegExp(`\\n  ${variable}: `));
  expect(() => readSettings({ [variable]: value })).not.toThrow(/canary|kkkk|production$/);
});

test("all wrong variables are named at once", () => {
  expect(() => readSettings({ DEBUG: "maybe", LOG_LEVEL: "loud" })).toThrow(/DEBUG: [^]*LOG_LEVEL: /);
});
