import { report, welcome } from "../../../stacks/report";
import { clouds, digest, problemsWith } from "./configuration";

const canary = "canary-b7f1";

/** A stack file in which nearly everything is wrong. */
const problems = problemsWith({
  environment: "production",
  region: "westeurope",
  recoverRegion: "eu-central-1",
  domain: "https://shop.example.com/",
  budget: "many",
  network: { cidr: "10.0.0.0/24", zones: 5 },
  database: { siez: "small", storage: "50" },
  logs: { retentionDays: 99 },
  services: {
    api: {
      image: "nginx:latest",
      prot: 8000,
      port: "8000",
      public: true,
      scaling: { min: 9 },
      settings: { openaiApiKey: canary, logLevel: "verbose" },
      environment: { SMTP_PASSWORD: canary, BROKER: `amqp://app:${canary}@broker` },
      secrets: ["anthropicApiKey", "STRIPE_KEY"],
    },
    Worker: { build: "./worker" },
    reports: { image: `reports@${digest}`, public: true },
  },
  googleApiKey: canary,
});

test("a report lists every problem with its key, what is wrong and what would be right", () => {
  expect(report("shop", problems)).toMatchSnapshot();
});

test("a report never shows what could be a secret", () => {
  expect(problems.length).toBeGreaterThan(20);
  expect(report("shop", problems)).not.toContain(canary);
});

test("a report is plain text of at most 100 columns, except where a command would break", () => {
  const wide = report("shop", problems)
    .split("\n")
    .filter((line) => line.length > 100);
  expect(wide.filter((line) => !line.includes("`"))).toEqual([]);
  expect(report("shop", problems)).not.toMatch(/[^\n\x20-\x7e→…]/);
});

test("one problem is not several", () => {
  expect(report("shop", problemsWith({ region: undefined }))).toMatch(
    /^the configuration of stack `shop` has 1 problem;/,
  );
});

test("a stack without configuration is told what to put where", () => {
  expect(welcome("fresh", clouds)).toMatchSnapshot();
});
