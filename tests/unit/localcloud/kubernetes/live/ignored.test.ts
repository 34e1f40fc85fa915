import { withoutForeign } from "../../../../../localcloud/kubernetes/live/ignored";
import type { Properties } from "../../../../../localcloud/rules";

const us = "pulumi-kubernetes";
const given = {
  metadata: { name: "api", annotations: { team: "shop" } },
  spec: { replicas: 2, template: { spec: { containers: [{ name: "api" }] } } },
};

/** A live object, with the fields that each manager owns as the server lists them. */
const live = (owned: Readonly<Record<string, Properties>>): Properties => ({
  metadata: {
    managedFields: Object.entries(owned).map(([manager, fieldsV1]) => ({ manager, fieldsV1 })),
  },
});
const replicas = { "f:spec": { "f:replicas": {} } };

describe("an ignored field", () => {
  it("is left out once somebody else owns it, and all around it is sent", () => {
    expect(withoutForeign(given, ["spec.replicas"], live({ [us]: {}, scaler: replicas }), us)).toEqual({
      metadata: given.metadata,
      spec: { template: given.spec.template },
    });
  });

  it("is left out with all that is in it", () => {
    const owned = live({ other: { "f:metadata": { "f:annotations": { "f:team": {} } } } });
    expect(withoutForeign(given, ["metadata.annotations"], owned, us)).toEqual({
      metadata: { name: "api" },
      spec: given.spec,
    });
  });

  it.each([
    ["while it is our own", live({ [us]: replicas })],
    ["while nobody owns it", live({ scaler: { "f:status": { "f:replicas": {} } } })],
    ["where the server lists no owners", { metadata: {} }],
  ])("is sent %s", (_, object) => {
    expect(withoutForeign(given, ["spec.replicas"], object, us)).toEqual(given);
  });
});

it("sends what another owns and is not ignored: the server asks for a conflict", () => {
  expect(withoutForeign(given, ["spec.paused"], live({ scaler: replicas }), us)).toEqual(given);
});

it("leaves nothing out where the program gives nothing, and does not change what it was given", () => {
  const before = structuredClone(given);
  const owned = live({ scaler: { "f:spec": { "f:strategy": { "f:type": {} } }, "f:data": {} } });
  expect(withoutForeign(given, ["spec.strategy.type", "data"], owned, us)).toEqual(before);
  withoutForeign(given, ["spec.replicas"], live({ scaler: replicas }), us);
  expect(given).toEqual(before);
});
