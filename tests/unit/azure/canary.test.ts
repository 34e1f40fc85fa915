import { revisions } from "../../../providers/azure/canary";

const canary = { steps: [10, 50], wait: 5 };
const at = (percent: number) => revisions({ ...canary, now: { stable: "api--old", percent } });

test("the newest revision gets all requests, alone, with and without a canary", () => {
  const alone = { activeRevisionsMode: "Single", traffic: [{ latestRevision: true, weight: 100 }] };
  expect(revisions(undefined)).toEqual(alone);
  expect(revisions(canary)).toEqual(alone);
});

test("a canary that is under way shares them with the old one, which therefore stays active", () => {
  expect(at(10)).toEqual({
    activeRevisionsMode: "Multiple",
    traffic: [
      { revisionName: "api--old", weight: 90 },
      { latestRevision: true, weight: 10 },
    ],
  });
});

test("none are left to a version that is taken back", () => {
  expect(at(0).traffic).toEqual([{ revisionName: "api--old", weight: 100 }]);
});
