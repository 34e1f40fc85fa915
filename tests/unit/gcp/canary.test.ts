import { traffics } from "../../../providers/gcp/canary";

const canary = { steps: [10, 50], wait: 5 };
const at = (percent: number) => traffics({ ...canary, now: { stable: "api-old", percent } });

test("the newest revision gets all requests, with and without a canary", () => {
  const all = [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }];
  expect(traffics(undefined)).toEqual(all);
  expect(traffics(canary)).toEqual(all);
});

test("a canary that is under way shares them with the old one", () => {
  expect(at(10)).toEqual([
    { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "api-old", percent: 90 },
    { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 10 },
  ]);
});

test("none are left to a version that is taken back", () => {
  expect(at(0)).toEqual([
    { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "api-old", percent: 100 },
  ]);
});
