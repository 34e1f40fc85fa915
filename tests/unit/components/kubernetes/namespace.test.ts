import { labelsOf, labelValue } from "../../../../components/kubernetes/labels";
import { quotaOf } from "../../../../components/kubernetes/quota";
import { trackedSpecification } from "../../fixture";
import { record, valueOf } from "../../mocks";
import { namespace, part } from "./fixture";

describe("a namespace that is made", () => {
  test("refuses pods that are not restricted, and is protected in prod", async () => {
    const made = (await record(() => namespace())).named("place-namespace");
    expect(part(made, "metadata.labels")).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
      stack: "prod",
    });
    expect(part(made, "metadata.name")).toBeUndefined();
    expect(made.protect).toBe(true);
    const dev = await record(() => namespace({ specification: trackedSpecification("dev") }));
    expect(dev.named("place-namespace").protect).toBe(false);
  });

  test("denies every way in and out but that to DNS", async () => {
    const recording = await record(() => namespace());
    expect(part(recording.named("place-deny"), "spec")).toEqual({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
    expect(part(recording.named("place-dns"), "spec")).toEqual({
      podSelector: { matchLabels: { "app.kubernetes.io/instance": "platform-prod" } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } },
            { ipBlock: { cidr: "169.254.20.10/32" } },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    });
  });

  test("asks for names where the cluster says", async () => {
    const dns = [{ ipBlock: { cidr: "172.20.0.10/32" } }];
    const recording = await record(() => namespace({ dns }));
    expect(part(recording.named("place-dns"), "spec.egress")).toMatchObject([{ to: dns }]);
  });

  test("gives a container without limits those of a service", async () => {
    expect(part((await record(() => namespace())).named("place-limits"), "spec.limits")).toEqual([
      {
        type: "Container",
        default: { cpu: "500m", memory: "512Mi" },
        defaultRequest: { cpu: "250m", memory: "256Mi" },
      },
    ]);
  });

  test("has the name that is asked for", async () => {
    const { result } = await record(() => namespace({ name: "shop" }));
    expect(await valueOf(result.namespaceName)).toBe("shop");
  });
});

test("a namespace of somebody else keeps its rules, and only our own pods are closed off", async () => {
  const recording = await record(() => namespace({ name: "shop", existing: true }));
  expect(recording.registrations.filter(({ custom }) => custom).map(({ name }) => name)).toEqual([
    "place-dns",
  ]);
  expect(part(recording.named("place-dns"), "metadata.namespace")).toBe("shop");
  expect(await valueOf(recording.result.namespaceName)).toBe("shop");
});

describe("the quota", () => {
  const { services, backup } = trackedSpecification("prod");
  const [, service] = Object.entries(services)[0] ?? [];
  if (service === undefined) throw new Error("prod has no service");

  test("has room for every service at its maximum twice, for what runs beside it and for two dumps", () => {
    const api = { ...service, cpu: 0.5, memory: 512, scaling: { ...service.scaling, max: 4 } };
    expect(quotaOf({ services: { api }, backup: { retentionDays: 7, lock: false } })).toEqual({
      pods: "8",
      "limits.cpu": "4000m",
      "limits.memory": "4096Mi",
    });
    expect(quotaOf({ services: { api, other: api }, backup }, { cpu: 0.25, memory: 256 })).toEqual({
      pods: "18",
      "limits.cpu": "14000m",
      "limits.memory": "14336Mi",
    });
  });
});

describe("labels", () => {
  test.each([
    ["payments", "payments"],
    ["Shop & Co", "Shop---Co"],
    ["-edge-", "edge"],
    ["x".repeat(70), "x".repeat(63)],
    [`${"x".repeat(62)}--`, "x".repeat(62)],
  ])("say %s as %s", (text, label) => {
    expect(labelValue(text)).toBe(label);
  });

  test("are the stack's tags", () => {
    expect(labelsOf({ team_: "Ünder", cost: "1" })).toEqual({ team: "nder", cost: "1" });
  });
});
