import { digest, forProd, type Changes } from "../configuration";
import { judge, type Case } from "./judge";

const other = `registry.example.com/other@${digest}`;

const named = (name: string): Changes => ({ [`services.${name}`]: { image: other } });
const badName = (rule: string, wrong: string, right: string, says: RegExp): Case => ({
  rule: `a service named ${rule}`,
  wrong: named(wrong),
  right: named(right),
  key: `platform:services.${/^[\w-]+$/.test(wrong) ? wrong : `["${wrong}"]`}`.replace(".[", "["),
  says,
});
const services: Case[] = [
  badName("in capitals", "Api", "api2", /lower-case/),
  badName("with a digit first", "2api", "api-2", /a letter first/),
  badName("with an underscore", "my_api", "my-api", /hyphens/),
  badName("with a space", "my api", "myapi", /lower-case/),
  badName("with a hyphen last", "my-", "my", /no hyphen last/),
  badName("with 21 characters", "a".repeat(21), "a".repeat(20), /at most 20/),
  badName("as a part of the platform", "database", "databases", /part of the platform/),
  badName("as a part of another service", "api-secrets", "api-secret", /mixed up/),
  {
    rule: "min over max",
    wrong: { "services.api.scaling": { min: 3, max: 2 } },
    right: { "services.api.scaling": { min: 2, max: 2 } },
    key: "platform:services.api.scaling.min",
    says: /more than `max`, which is 2/,
  },
  {
    rule: "min over the profile's max",
    wrong: { "services.api.scaling.min": 4 },
    right: { "services.api.scaling.min": 3 },
    key: "platform:services.api.scaling.min",
    says: /more than `max`, which is 3/,
  },
  {
    rule: "a path of a service that is not public",
    wrong: { "services.worker.path": "/w/*" },
    right: { "services.worker.path": "/w/*", "services.worker.public": true },
    key: "platform:services.worker.path",
    says: /no effect/,
  },
  {
    rule: "requests to a service that gets none",
    wrong: { "services.worker.scaling.requestsPerReplica": 9 },
    right: { "services.api.scaling.requestsPerReplica": 9 },
    key: "platform:services.worker.scaling.requestsPerReplica",
    says: /no effect/,
  },
  {
    rule: "two services for the same requests",
    wrong: { "services.worker.public": true },
    right: { "services.worker.public": true, "services.worker.path": "/worker/*" },
    key: "platform:services.worker.path",
    says: /`\/\*`, which `api` has too .*`\/worker\/\*`/,
  },
  {
    rule: "a path without its star",
    wrong: { "services.api.path": "/reports" },
    right: { "services.api.path": "/reports/*" },
    key: "platform:services.api.path",
    says: /a prefix such as/,
  },
  {
    rule: "a database that is off",
    wrong: { database: false, "services.worker.database": false },
    right: { database: true },
    key: "platform:services.api.database",
    says: /`platform:database` is `false`/,
  },
  {
    rule: "a cache that is off",
    wrong: { cache: false },
    right: { cache: false, "services.api.cache": false },
    key: "platform:services.api.cache",
    says: /`platform:cache` is `false`/,
  },
  {
    rule: "too little cpu",
    wrong: { "services.api.cpu": 0.1 },
    right: { "services.api.cpu": 0.25 },
    key: "platform:services.api.cpu",
    says: /from 0\.25 to 16/,
  },
  {
    rule: "a probe that is no path",
    wrong: { "services.api.probes.liveness": "health" },
    right: { "services.api.probes.liveness": "/health" },
    key: "platform:services.api.probes.liveness",
    says: /such as `\/health`/,
  },
  {
    rule: "debug in prod",
    wrong: { ...forProd, "services.api.settings.debug": true },
    right: { ...forProd, "services.api.settings.debug": false },
    key: "platform:services.api.settings.debug",
    says: /is on in prod/,
  },
  {
    rule: "one port for two listeners",
    wrong: { "services.api.settings.metricsPort": 8000 },
    right: { "services.api.settings.metricsPort": 8001 },
    key: "platform:services.api.settings.metricsPort",
    says: /own port/,
  },
  {
    rule: "an unknown setting",
    wrong: { "services.api.settings.logLevle": "INFO" },
    right: { "services.api.settings.logLevel": "INFO" },
    key: "platform:services.api.settings.logLevle",
    says: /Did you mean `logLevel`/,
  },
  {
    rule: "a setting far from any",
    wrong: { "services.api.settings.featureReports": true },
    right: { "services.api.environment.FEATURE_REPORTS": true },
    key: "platform:services.api.settings.featureReports",
    says: /under `environment`/,
  },
  {
    rule: "the environment of one service",
    wrong: { "services.api.settings.environment": "prod" },
    right: {},
    key: "platform:services.api.settings.environment",
    says: /platform:environment/,
  },
  {
    rule: "an unknown log level",
    wrong: { "services.api.settings.logLevel": "WARN" },
    right: { "services.api.settings.logLevel": "WARNING" },
    key: "platform:services.api.settings.logLevel",
    says: /Did you mean `WARNING`/,
  },
];

judge(services);
