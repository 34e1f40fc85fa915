import type { Specification } from "../../../components/specification";
import { createProvider } from "../../../providers/azure";
import { takesTags } from "../../contract/azure/taggable";
import { platformOn, specificationOn, withContext, withFolder } from "../fixture";
import { record, type Recording } from "../mocks";
import { AZURE_REGION } from "./mock-outputs";

type Environment = "dev" | "prod";

// A whole platform is recorded several times here, on machines that do more than this.
jest.setTimeout(60_000);

const made = new Map<Environment, Promise<Recording>>();

/** The platform on Azure as a tracked stack file asks for it, but for a change. */
function platformOnAzure(
  environment: Environment,
  change: (specification: Specification) => Specification = (same) => same,
): Promise<Recording> {
  const specification = change(specificationOn("azure", environment));
  return withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
    record(() => platformOn(withContext(specification, context))),
  );
}

/** The same without a change, registered once. */
function tracked(environment: Environment): Promise<Recording> {
  const recording = made.get(environment) ?? platformOnAzure(environment);
  made.set(environment, recording);
  return recording;
}

const withoutDump = ({ backup: { lock, retentionDays }, ...rest }: Specification): Specification => ({
  ...rest,
  backup: { lock, retentionDays },
});

const ruleNames = (recording: Recording, subnet: string): string =>
  JSON.stringify(recording.named(`network-${subnet}-group`).inputs["securityRules"]);

describe.each(["dev", "prod"] as const)("the platform on Azure in %s", (environment) => {
  test("is made of children of the platform's components", async () => {
    expect((await tracked(environment)).orphans()).toEqual([]);
  });

  test("is made by the stack's own provider", async () => {
    const recording = await tracked(environment);
    const provider = recording.only("pulumi:providers:azure-native");
    expect(provider.inputs["location"]).toBe(AZURE_REGION);
    const elsewhere = recording.registrations.filter(
      ({ provider: used, type }) => type.startsWith("azure-native:") && !used.startsWith(provider.urn),
    );
    expect(elsewhere.map(({ name }) => name)).toEqual([]);
  });

  test("carries the stack's tags wherever Azure takes them", async () => {
    const recording = await tracked(environment);
    const tags = Object.entries(specificationOn("azure", environment).tags);
    const bare = recording.registrations.filter(({ inputs, type }) => {
      const carried = Object.entries((inputs["tags"] ?? {}) as Record<string, string>);
      const all = tags.every((tag) => carried.some((one) => one.join("=") === tag.join("=")));
      return type.startsWith("azure-native:") && takesTags(type) && !all;
    });
    expect(bare.map(({ name, type }) => `${type} ${name}`)).toEqual([]);
  });
});

describe("the platform on Azure", () => {
  test("opens the way to a store only where a service is given it", async () => {
    const open = await tracked("prod");
    expect(ruleNames(open, "database")).toContain('"name":"services"');
    expect(ruleNames(open, "endpoints")).toContain('"name":"services-cache"');
    const closed = await platformOnAzure("prod", (specification) => ({
      ...withoutDump(specification),
      services: Object.fromEntries(
        Object.entries(specification.services).map(([name, service]) => [
          name,
          { ...service, database: false, cache: false, secrets: {} },
        ]),
      ),
    }));
    expect(ruleNames(closed, "database")).not.toContain('"name":"services"');
    expect(ruleNames(closed, "endpoints")).not.toContain('"name":"services-cache"');
  });

  test("has a registry only where something is built, which each service pulls from as itself", async () => {
    const built = await tracked("dev");
    expect(built.ofType("azure-native:containerregistry:Registry")).toHaveLength(1);
    expect(built.has("api-puller")).toBe(true);
    const ready = await platformOnAzure("prod", withoutDump);
    expect(ready.ofType("azure-native:containerregistry:Registry")).toEqual([]);
    expect(ready.has("api-puller")).toBe(false);
  });

  test("changes the subscription's plans one after the other, whoever asks for them", async () => {
    const { registrations } = await platformOnAzure("dev", (specification) => ({
      ...specification,
      audit: { ...specification.audit, threatDetection: false, posture: true },
    }));
    const [first, second, ...more] = registrations
      .filter(({ type }) => type === "azure-native:resources:DeploymentAtSubscriptionScope")
      .sort((a, b) => a.dependencies.length - b.dependencies.length);
    expect([first?.name, second?.name, more]).toEqual(["registry-scan", "audit-posture-plan", []]);
    expect(second?.dependencies).toContain(first?.urn);
  });

  test("refuses a registry that no network could pull from", async () => {
    const make = () =>
      record(() => {
        const provider = createProvider(specificationOn("azure", "dev"));
        const key = provider.key("data-key", { purpose: "data", protection: false }, {});
        provider.registry("api-registry", { key, protection: false }, {});
      });
    await expect(make()).rejects.toThrow('"api-registry" is asked for before the network');
  });
});
