import { forProd } from "../configuration";
import { judge, type Case } from "./judge";

const dbOff = { "services.api.database": false, "services.worker.database": false };

const whole: Case[] = [
  {
    rule: "prod without alerts",
    wrong: { ...forProd, "alerts.email": undefined },
    right: { ...forProd, "alerts.email": undefined, "alerts.webhook": "https://example.com/x" },
    key: "platform:alerts",
    says: /nobody would be told/,
  },
  {
    rule: "an e-mail address",
    wrong: { "alerts.email": "nobody" },
    right: { "alerts.email": "a@example.com" },
    key: "platform:alerts.email",
    says: /e-mail address/,
  },
  {
    rule: "a webhook without TLS",
    wrong: { "alerts.webhook": "http://example.com" },
    right: { "alerts.webhook": "https://example.com" },
    key: "platform:alerts.webhook",
    says: /https:/,
  },
  {
    rule: "prod without domain",
    wrong: { ...forProd, domain: undefined },
    right: { ...forProd, domain: undefined, "services.api.public": false },
    key: "platform:domain",
    says: /plain HTTP/,
  },
  {
    rule: "a domain with scheme",
    wrong: { domain: "https://api.example.com" },
    right: { domain: "api.example.com" },
    key: "platform:domain",
    says: /no domain name .*no `https/,
  },
  {
    rule: "a wildcard domain",
    wrong: { domain: { name: "*.example.com" } },
    right: { domain: { name: "x.example.com" } },
    key: "platform:domain.name",
    says: /no wildcard/,
  },
  {
    rule: "a domain in upper case",
    wrong: { domain: "API.example.com" },
    right: { domain: "a-pi.example.com" },
    key: "platform:domain",
    says: /lower case/,
  },
  {
    rule: "a zone that does not hold the name",
    wrong: { domain: { name: "api.example.com", zone: "xample.com" } },
    right: { domain: { name: "api.example.com", zone: "example.com" } },
    key: "platform:domain.zone",
    says: /does not lie in .*example\.com/,
  },
  {
    rule: "a domain for nobody",
    wrong: { domain: "api.example.com", "services.api.public": false },
    right: { domain: "api.example.com" },
    key: "platform:domain",
    says: /no service is public/,
  },
  {
    rule: "storage without room to grow",
    wrong: { database: { storage: 100, maximumStorage: 109 } },
    right: { database: { storage: 100, maximumStorage: 110 } },
    key: "platform:database.maximumStorage",
    says: /Use at least 110/,
  },
  {
    rule: "database retention over 35 days",
    wrong: { "database.retentionDays": 36 },
    right: { "database.retentionDays": 35 },
    key: "platform:database.retentionDays",
    says: /from 1 to 35/,
  },
  {
    rule: "a PostgreSQL version of the past",
    wrong: { "database.version": "14" },
    right: { "database.version": "15" },
    key: "platform:database.version",
    says: /15 to 17/,
  },
  {
    rule: "a PostgreSQL version as number",
    wrong: { "database.version": 18 },
    right: { "database.version": 16 },
    key: "platform:database.version",
    says: /15 to 17/,
  },
  {
    rule: "a size that is none",
    wrong: { "cache.size": "smal" },
    right: { "cache.size": "small" },
    key: "platform:cache.size",
    says: /Did you mean `small`/,
  },
  {
    rule: "log retention that is not offered",
    wrong: { "logs.retentionDays": 99 },
    right: { "logs.retentionDays": 90 },
    key: "platform:logs.retentionDays",
    says: /is 99.* Nearest: 90 or 120/,
  },
  {
    rule: "backups of nothing",
    wrong: { ...dbOff, "backup.retentionDays": 9 },
    right: { "backup.retentionDays": 9 },
    key: "platform:backup",
    says: /no database/,
  },
  {
    rule: "a tag in capitals",
    wrong: { "tags.Team": "a" },
    right: { "tags.team": "A" },
    key: "platform:tags.Team",
    says: /lower-case/,
  },
  {
    rule: "a tag of the platform",
    wrong: { "tags.stack": "a" },
    right: { "tags.stacks": "a" },
    key: "platform:tags.stack",
    says: /sets itself/,
  },
  {
    rule: "an empty tag",
    wrong: { "tags.team": "" },
    right: { "tags.team": "a b" },
    key: "platform:tags.team",
    says: /1 to 63/,
  },
];

judge(whole);
