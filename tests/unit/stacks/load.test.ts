import * as pulumi from "@pulumi/pulumi";
import { load } from "../../../stacks/load";
import { asPulumiGivesIt, clouds, valid } from "./configuration";

const secretKeys = "PULUMI_CONFIG_SECRET_KEYS";
const before = process.env[secretKeys];

/** Configures the program as the language host does. */
function configure(values: Record<string, string>, secrets: readonly string[] = []): void {
  pulumi.runtime.setAllConfig(values, [...secrets]);
  process.env[secretKeys] = JSON.stringify(secrets);
}

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: () => {
        throw new Error("the configuration registers nothing");
      },
      call: () => {
        throw new Error("the configuration asks no cloud");
      },
    },
    "platform",
    "blue",
  );
});

afterAll(() => {
  if (before === undefined) Reflect.deleteProperty(process.env, secretKeys);
  else process.env[secretKeys] = before;
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    // Pulumi shows a RunError as text alone; any other error with a stack trace.
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("a right configuration becomes a specification of this project and stack", () => {
  configure(asPulumiGivesIt(valid));
  expect(load(clouds)).toMatchObject({
    project: "platform",
    stack: "blue",
    environment: "dev",
    cloud: "aws",
  });
});

test("the environment comes from the configuration, never from the stack's name", () => {
  configure(asPulumiGivesIt({ ...valid, environment: "staging" }));
  expect(load(clouds).environment).toBe("staging");
});

test("a wrong configuration ends as readable text with every problem", () => {
  configure(asPulumiGivesIt({ ...valid, region: "westeurope", budget: "x" }));
  const message = messageOf(() => load(clouds));
  expect(message).toMatch(/^the configuration of stack `blue` has 2 problems; nothing was changed\./);
  expect(message).toContain("platform:region");
  expect(message).toContain("platform:budget");
});

test("a stack without configuration is told what to write", () => {
  configure({ "aws:region": "eu-west-1" });
  expect(messageOf(() => load(clouds))).toMatch(/no configuration yet.*Pulumi\.blue\.yaml/s);
});

test("whether a secret is encrypted is known from the language host", () => {
  const services = { api: { image: `api@sha256:${"0".repeat(64)}`, secrets: ["stripeKey"] } };
  const values = asPulumiGivesIt({ ...valid, services, stripeKey: "x" });
  configure(values, ["platform:stripeKey"]);
  expect(Object.keys(load(clouds).services.api?.secrets ?? {})).toContain("STRIPE_KEY");
  configure(values);
  expect(messageOf(() => load(clouds))).toMatch(/platform:stripeKey\n\s+is a secret in plain text/);
});
