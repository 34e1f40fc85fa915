import type { ServiceArgs } from "../../../components/service";
import type { AzureComponents } from "../../../providers/azure/components";
import { AzureRegistry } from "../../../providers/azure/registry";
import { roles } from "../../../providers/azure/role";
import {
  containing,
  matching,
  type Properties,
  type Recording,
  record,
  text,
  type Value,
  remembered,
} from "../mocks";
import { SUBSCRIPTION } from "./mock-outputs";
import { at, image, service, stack, containerRegistry } from "./stores";

interface Options {
  readonly args?: Partial<ServiceArgs<AzureComponents>>;
  readonly registry?: boolean;
}

const make = ({ args, registry }: Options) => {
  const on = stack();
  return service(
    on,
    args,
    registry
      ? new AzureRegistry("api-registry", { ...on, protection: true, store: containerRegistry(on) }, {})
      : undefined,
  );
};
const recorded = remembered(make);

/** The function that tells of an app's revisions. */
const revisionsOf = "azure-native:app:getContainerApp";

const app = (recording: Recording) => recording.named("api-app").inputs;
const containers = (recording: Recording) => {
  const [own, collector] = at(app(recording), "template", "containers") as Properties[];
  if (own === undefined) throw new Error("there is no container");
  return { own, collector };
};
const variables = (container: Properties): Record<string, Value> =>
  Object.fromEntries(
    (container["env"] as Properties[]).map((one) => [text(one["name"]), one["value"] ?? null]),
  );

describe("a service on Container Apps", () => {
  test("has the name that the load balancer sends requests to, in the environment", async () => {
    const recording = await recorded({});
    expect(app(recording)).toMatchObject({
      containerAppName: "api",
      environmentId: containing("Microsoft.App/managedEnvironments/"),
      workloadProfileName: "Consumption",
      tags: { environment: "prod" },
    });
  });

  test("runs its image with its variables, sorted, and a scratch folder", async () => {
    const recording = await recorded({});
    const { own } = containers(recording);
    expect(own).toMatchObject({
      name: "api",
      image,
      volumeMounts: [{ volumeName: "tmp", mountPath: "/tmp" }],
    });
    expect(at(app(recording), "template", "volumes")).toEqual([{ name: "tmp", storageType: "EmptyDir" }]);
    expect(variables(own)).toMatchObject({
      LOG_LEVEL: "INFO",
      PORT: "8000",
      OTEL_SERVICE_NAME: "api",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318",
      OTEL_TRACES_SAMPLER_ARG: "0.1",
      // Front Door and the ingress.
      TRUSTED_PROXY_HOPS: "2",
    });
    const names = Object.keys(variables(own)).filter((name) => !/SECRET|SESSION/.test(name));
    expect(names).toEqual([...names].sort());
  });

  test("trusts no proxy's word where there is none", async () => {
    const { own } = containers(await recorded({ args: { public: false } }));
    expect(variables(own)).not.toHaveProperty("TRUSTED_PROXY_HOPS");
  });

  test("is sized with its collector, as a pair that there is", async () => {
    const { collector, own } = containers(await recorded({}));
    expect([own["resources"], collector?.["resources"]]).toEqual([
      { cpu: 0.5, memory: "1Gi" },
      { cpu: 0.25, memory: "0.5Gi" },
    ]);
    // In percent of a replica's 0.75 vCPU and 1.5 GiB.
    const { cpu, memory } = (await recorded({})).result.measures;
    expect([cpu, memory]).toMatchObject([{ factor: 100 / 0.75e9 }, { factor: 100 / (1.5 * 2 ** 30) }]);
  });

  test("is refused, in words, when no replica is that large beside its collector", async () => {
    await expect(record(() => make({ args: { cpu: 4, memory: 512 } }))).rejects.toThrow(
      "no replica of Container Apps has 4 vCPU and 512 MiB beside 0.25 vCPU for its collector",
    );
  });

  test("stops in more time than a request may take", async () => {
    const seconds = at(app(await recorded({})), "template", "terminationGracePeriodSeconds");
    expect(Number(seconds)).toBeGreaterThan(30);
    expect(Number(seconds)).toBeLessThanOrEqual(600);
  });

  test("keeps its own metrics in the stack's workspace", async () => {
    expect((await recorded({})).named("api-metrics").inputs).toMatchObject({
      resourceUri: matching(/Microsoft\.App\/containerApps\/api$/),
      workspaceId: containing("Microsoft.OperationalInsights/workspaces/"),
      metrics: [{ category: "AllMetrics", enabled: true }],
    });
  });

  test("is previewed as it will be made", async () => {
    const preview = await record(() => make({}), { preview: true });
    expect(preview.urns()).toEqual((await recorded({})).urns());
    expect(preview.orphans().filter(({ name }) => name.startsWith("api"))).toEqual([]);
  });
});

describe("the secrets of a service", () => {
  test("are references to versions in the vault, read as the service's identity", async () => {
    const recording = await recorded({});
    const secrets = at(app(recording), "configuration", "secrets") as Properties[];
    expect(secrets.map(({ name }) => name)).toEqual(["secret-key", "session-key"]);
    for (const secret of secrets) {
      expect(secret["keyVaultUrl"]).toMatch(
        /^https:\/\/[^/]+\.vault\.azure\.net\/secrets\/[^/]+\/[0-9a-f]{32}$/,
      );
      expect(secret["identity"]).toMatch(/Microsoft\.ManagedIdentity\/userAssignedIdentities\/api-identity/);
      expect(secret).not.toHaveProperty("value");
    }
    const filled = (containers(recording).own["env"] as Properties[]).filter(({ secretRef }) => secretRef);
    expect(filled.map(({ name, secretRef }) => [name, secretRef])).toEqual([
      ["SECRET_KEY", "secret-key"],
      ["SESSION_KEY", "session-key"],
    ]);
  });

  test("make a new revision with each new version, and say nothing of a value", async () => {
    const digestOf = (recording: Recording) => variables(containers(recording).own)["SECRETS_VERSION"];
    const before = digestOf(await recorded({}));
    const after = digestOf(
      await record(() => make({}), {
        outputs: (type, _, { properties }) =>
          type === "azure-native:keyvault:Secret"
            ? {
                properties: {
                  ...(properties as Properties),
                  secretUriWithVersion:
                    "https://vault.vault.azure.net/secrets/s/00000000000000000000000000000002",
                },
              }
            : {},
      }),
    );
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(after).toMatch(/^[0-9a-f]{16}$/);
    expect(after).not.toBe(before);
    expect(digestOf(await record(() => make({})))).toBe(before);
  });

  test("are its alone: one role on each of them, and on nothing else in the vault", async () => {
    const recording = await recorded({});
    const readers = recording
      .ofType("azure-native:authorization:RoleAssignment")
      .filter(
        ({ inputs, name }) =>
          name.startsWith("api-") &&
          text(inputs["roleDefinitionId"]).endsWith(roles["Key Vault Secrets User"]),
      );
    expect(readers.map(({ name }) => name)).toEqual(["api-secret-key-reader", "api-session-key-reader"]);
    for (const { inputs } of readers)
      expect(inputs["scope"]).toMatch(/Microsoft\.KeyVault\/vaults\/[^/]+\/secrets\/[^/]+$/);
  });

  test("can be read before the app is made", async () => {
    const recording = await recorded({});
    const grants = recording.registrations.filter(
      ({ name, type }) =>
        type === "azure-native:authorization:RoleAssignment" && /^api-.*(reader|sender)$/.test(name),
    );
    expect(grants).toHaveLength(4);
    const { dependencies } = recording.named("api-app");
    for (const { urn } of grants) expect(dependencies).toContain(urn);
  });
});

describe("the identity of a service", () => {
  test("is its own, and may do no more than read its secrets and send telemetry", async () => {
    const recording = await recorded({});
    const own = recording.registrations.filter(
      ({ parent, type }) => type === "azure-native:authorization:RoleAssignment" && parent.endsWith("::api"),
    );
    const given = own.map(({ inputs }) => text(inputs["roleDefinitionId"]).split("/").at(-1));
    expect(new Set(given)).toEqual(
      new Set([roles["Key Vault Secrets User"], roles["Monitoring Metrics Publisher"]]),
    );
    for (const { inputs } of own) {
      expect(inputs["scope"]).not.toBe(`/subscriptions/${SUBSCRIPTION}`);
      expect(inputs["scope"]).not.toMatch(/resourceGroups\/[^/]+$/);
    }
    expect(at(app(recording), "identity")).toEqual({
      type: "UserAssigned",
      userAssignedIdentities: [containing("userAssignedIdentities/api-identity")],
    });
  });

  test("pulls from the stack's registry as itself, where the image is there", async () => {
    const recording = await recorded({ registry: true });
    expect(at(app(recording), "configuration", "registries")).toEqual([
      { server: matching(/\.azurecr\.io$/), identity: containing("userAssignedIdentities/api-identity") },
    ]);
    expect(recording.named("api-app").dependencies).toContain(recording.named("api-puller").urn);
    expect(at(app(await recorded({})), "configuration", "registries")).toBeNull();
  });

  test("sends to nothing where nothing is observed", async () => {
    const recording = await recorded({ args: { metrics: false, traceSampling: 0 } });
    expect(recording.names().filter((name) => name.endsWith("-sender"))).toEqual([]);
    expect(containers(recording).collector).toBeUndefined();
    expect(variables(containers(recording).own)).toMatchObject({ OTEL_SDK_DISABLED: "true" });
  });
});

describe("the collector of a service", () => {
  const configuration = async (args: Options["args"] = {}) => {
    const { collector } = containers(await recorded({ args }));
    return JSON.parse(text(variables(collector ?? {})["COLLECTOR_CONFIGURATION"])) as Properties;
  };

  test("takes traces to Application Insights and metrics to Prometheus, as the service's identity", async () => {
    expect(await configuration()).toMatchObject({
      extensions: {
        azureauth: {
          managed_identity: { client_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
          scopes: ["https://monitor.azure.com/.default"],
        },
      },
      receivers: {
        prometheus: {
          config: {
            scrape_configs: [{ scrape_interval: "5s", static_configs: [{ targets: ["localhost:8000"] }] }],
          },
        },
      },
      exporters: {
        azuremonitor: { auth: { authenticator: "azureauth" } },
        prometheusremotewrite: {
          endpoint: matching(
            /\/dataCollectionRules\/dcr-0+\/streams\/Microsoft-PrometheusMetrics\/api\/v1\/write/,
          ),
          external_labels: { service: "api", environment: "prod" },
        },
      },
    });
    const { collector } = containers(await recorded({}));
    expect(variables(collector ?? {})["APPLICATIONINSIGHTS_CONNECTION_STRING"]).toMatch(
      /^InstrumentationKey=/,
    );
  });

  test("uses only receivers, processors, exporters and extensions that it has", async () => {
    for (const metrics of [true, false]) {
      const config = (await configuration({ metrics })) as Record<string, Properties> & {
        service: { pipelines: Record<string, Record<string, string[]>>; extensions: string[] };
      };
      for (const pipeline of Object.values(config.service.pipelines))
        for (const [kind, names] of Object.entries(pipeline))
          expect(Object.keys(config[kind] ?? {})).toEqual(expect.arrayContaining(names));
      expect(Object.keys(config["extensions"] ?? {})).toEqual(config.service.extensions);
    }
  });

  test("scrapes nothing where there are no metrics", async () => {
    expect(JSON.stringify(await configuration({ metrics: false }))).not.toContain("prometheus");
    const recording = await recorded({ args: { metrics: false } });
    expect(recording.has("api-metrics-sender")).toBe(false);
    expect(recording.has("api-traces-sender")).toBe(true);
  });

  test("is pinned", async () => {
    expect(containers(await recorded({})).collector?.["image"]).toMatch(/:\d+\.\d+\.\d+$/);
  });
});

describe("the way in to a service", () => {
  test("is HTTPS at its port, to the newest revision that is ready", async () => {
    expect(at(app(await recorded({})), "configuration", "ingress")).toEqual({
      external: true,
      targetPort: 8000,
      transport: "http",
      allowInsecure: false,
      traffic: [{ latestRevision: true, weight: 100 }],
    });
  });

  test("is not there where it is not public", async () => {
    const recording = await recorded({ args: { public: false } });
    expect(at(app(recording), "configuration", "ingress")).toBeNull();
    expect(recording.result.isPublic).toBe(false);
  });
});

describe("the rollout of a service", () => {
  test("leaves requests with the old revision until the new one is ready", async () => {
    expect(at(app(await recorded({})), "configuration")).toMatchObject({ activeRevisionsMode: "Single" });
  });

  test("leaves the number of replicas to the autoscaler", async () => {
    const scale = at(app(await recorded({})), "template", "scale");
    expect(scale).toMatchObject({ minReplicas: 3, maxReplicas: 12 });
    expect(at(scale, "rules") as Properties[]).toHaveLength(3);
  });

  test("is looked at in Azure as it is now, and in a preview not at all", async () => {
    const asked = ({ calls }: Recording) => calls.filter(({ token }) => token === revisionsOf);
    expect(asked(await record(() => make({})))).toEqual([
      { token: revisionsOf, inputs: expect.objectContaining({ containerAppName: "api" }) as Properties },
    ]);
    expect(asked(await record(() => make({}), { preview: true }))).toEqual([]);
  });
});
