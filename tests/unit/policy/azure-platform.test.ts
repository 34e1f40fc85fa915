import { resolve } from "node:path";
import { policyOf, waiverPolicies } from "../../../policy/mechanism/policies";
import { readWaivers } from "../../../policy/mechanism/waivers";
import { azure } from "../../../policy/packs/azure";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record } from "../mocks";
import { analyze, analyzeStack, type Diagnostic, type Given, levels } from "./pack";

// A whole platform is recorded, and each of its resources judged.
jest.setTimeout(60_000);

/** What the platform registers on Azure, as the engine shows it to a policy pack: before it is made, and after. */
async function registered(environment: "dev" | "staging" | "prod") {
  const recording = await withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
    record(() => platformOn(withContext(specificationOn("azure", environment), context))),
  );
  return recording.registrations
    .filter(({ custom }) => custom)
    .map(({ type, name, parent, protect, ignoreChanges, inputs, outputs, id }) => {
      const given: Given = {
        type,
        name,
        parent,
        stack: environment,
        protect,
        ignoreChanges,
        properties: inputs,
      };
      return { declared: given, made: { ...given, properties: { ...outputs, id } } };
    });
}

/** Every diagnostic of the pack on a whole stack, with the waivers of the tracked file. */
async function judged(environment: "dev" | "staging" | "prod"): Promise<readonly Diagnostic[]> {
  const resources = await registered(environment);
  const waivers = readWaivers(
    resolve(__dirname, "../../../policy/waivers.json"),
    azure.map(({ id }) => id),
    new Date(),
  );
  const policies = azure.map((rule) => policyOf(rule, waivers, environment));
  const single: Diagnostic[] = [];
  for (const { declared } of resources) single.push(...(await analyze(policies, declared)).diagnostics);
  const whole = await analyzeStack(
    [...policies, ...waiverPolicies(waivers)],
    resources.map(({ made }) => made),
  );
  return [...single, ...whole.diagnostics];
}

test.each(["dev", "staging", "prod"] as const)(
  "the platform's own output on Azure in %s breaks no mandatory rule",
  async (environment) => {
    const broken = (await judged(environment)).filter(({ level }) => level === levels.mandatory);
    expect(broken.map(({ message }) => message.split("\n").slice(0, 2).join(" "))).toEqual([]);
  },
);
