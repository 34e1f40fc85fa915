import { type Changes } from "../configuration";
import { judge, type Case } from "./judge";

const plain = (rule: string, place: string, value: string, secret: string, right: Changes): Case => ({
  rule: `plain text: ${rule}`,
  wrong: { [place]: value },
  right,
  key: `platform:${place}`,
  says: new RegExp(`secret in plain text .*pulumi config set --secret platform:${secret}\``),
});
const variable = (rule: string, name: string, value: string, secret: string, right: string): Case =>
  plain(rule, `services.api.environment.${name}`, value, secret, {
    [`services.api.environment.${name}`]: right,
  });
const secrets: Case[] = [
  plain("a known secret in the settings", "services.api.settings.openaiApiKey", "sk-1", "openaiApiKey", {}),
  plain("by its variable's name", "services.api.settings.OPENAI_API_KEY", "sk-1", "openaiApiKey", {}),
  plain("misspelt", "services.api.settings.openAIApiKey", "sk-1", "openaiApiKey", {}),
  plain("a known secret as variable", "services.api.environment.DATABASE_URL", "x", "databaseUrl", {}),
  plain("a password as variable", "services.api.environment.SMTP_PASSWORD", "x", "smtpPassword", {
    "services.api.environment.SMTP_USER": "x",
  }),
  variable("a key by its look", "STRIPE", "sk-live1234567890abcdef", "stripe", "sk-short"),
  variable("a URL with a password", "BROKER", "amqp://user:word@host", "broker", "amqp://user@host"),
  variable("an AWS key", "CLOUD", "AKIAABCDEFGHIJKLMNOP", "cloud", "AKIA"),
  variable("a private key", "PEM", "-----BEGIN RSA PRIVATE KEY-----", "pem", "-----BEGIN CERTIFICATE-----"),
  variable("a token by its name", "API_TOKEN", "abc", "apiToken", "true"),
  plain("a listed secret", "openaiApiKey", "sk-1", "openaiApiKey", {}),
  plain("a secret at the top that nobody lists", "stripeKey", "x", "stripeKey", {}),
  {
    rule: "a listed secret that is not encrypted",
    wrong: { "services.api.secrets": ["stripe"], stripe: "x" },
    right: {},
    key: "platform:stripe",
    says: /secret in plain text .*config set --secret platform:stripe/,
  },
  {
    rule: "a listed secret that is missing",
    wrong: { "services.api.secrets": ["openaiApiKey"] },
    right: { "services.api.secrets": [] },
    key: "platform:openaiApiKey",
    says: /is missing; `api` lists it .*pulumi config set --secret platform:openaiApiKey`/,
  },
  {
    rule: "a secret that nobody reads",
    wrong: {},
    right: { "services.api.secrets": ["stripeKey"] },
    key: "platform:stripeKey",
    says: /no service lists it .*pulumi config rm platform:stripeKey`/,
    secrets: ["stripeKey"],
  },
  {
    rule: "a secret listed twice",
    wrong: { "services.api.secrets": ["stripeKey", "stripeKey"] },
    right: { "services.api.secrets": ["stripeKey"], "services.worker.secrets": ["stripeKey"] },
    key: "platform:services.api.secrets[1]",
    says: /listed before/,
    secrets: ["stripeKey"],
  },
  {
    rule: "a secret by its variable's name",
    wrong: { "services.api.secrets": ["STRIPE_KEY"] },
    right: {},
    key: "platform:services.api.secrets[0]",
    says: /such as `stripeKey`/,
  },
  {
    rule: "a setting among the secrets",
    wrong: { "services.api.secrets": ["logLevel"] },
    right: {},
    key: "platform:services.api.secrets[0]",
    says: /no secret .*`settings`/,
  },
  {
    rule: "a key of the stack file among the secrets",
    wrong: { "services.api.secrets": ["region"] },
    right: {},
    key: "platform:services.api.secrets[0]",
    says: /key of the stack file/,
  },
  {
    rule: "a variable in small letters",
    wrong: { "services.api.environment.feature": "on" },
    right: { "services.api.environment.FEATURE": "on" },
    key: "platform:services.api.environment.feature",
    says: /capital letters/,
  },
  {
    rule: "a variable of the platform",
    wrong: { "services.api.environment.PORT": 80 },
    right: { "services.api.environment.PORTS": 80 },
    key: "platform:services.api.environment.PORT",
    says: /set by the platform/,
  },
  {
    rule: "a variable of telemetry",
    wrong: { "services.api.environment.OTEL_SERVICE_NAME": "x" },
    right: { "services.api.environment.OTELLO": "x" },
    key: "platform:services.api.environment.OTEL_SERVICE_NAME",
    says: /set by the platform/,
  },
  {
    rule: "a setting as variable",
    wrong: { "services.api.environment.LOG_LEVEL": "INFO" },
    right: { "services.api.settings.logLevel": "INFO" },
    key: "platform:services.api.environment.LOG_LEVEL",
    says: /`settings\.logLevel`/,
  },
  {
    rule: "an encrypted key of the schema",
    wrong: {},
    right: { "services.api.secrets": ["webhookUrl"] },
    key: "platform:budget",
    says: /is encrypted/,
    secrets: ["budget"],
    rightSecrets: ["webhookUrl"],
  },
];

judge(secrets);
