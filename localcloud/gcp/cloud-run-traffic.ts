import type { Check, Problem, StoredResource } from "../rules";
import { amount, list, record, refuse, repeated, text } from "../reading";
import { lastName, newestRevision, readyRevision } from "./cloud-run-revision";
import { types } from "./types";

/** How requests are spread over revisions: 100 % in all, each revision known, each tag once. */
export const trafficCheck: Check = (inputs) => {
  const targets = list(inputs["traffics"]).map(record);
  if (targets.length === 0) return [];
  const total = targets.reduce((sum, target) => sum + (amount(target["percent"]) ?? 0), 0);
  const problems: Problem[] = [];
  if (total !== 100)
    problems.push({
      path: "traffics",
      reason: `The sum of traffic percentages must be exactly 100, not ${String(total)}`,
    });
  const [twice] = repeated(
    targets.map(({ tag }) => text(tag)).filter((tag) => tag !== undefined && tag !== ""),
  );
  if (twice !== undefined) problems.push({ path: "traffics", reason: `the tag '${twice}' is given twice` });
  targets.forEach((target, index) => {
    const path = `traffics[${String(index)}]`;
    const [percent, revision, tag] = [amount(target["percent"]), target["revision"], text(target["tag"])];
    if (percent !== undefined && (percent < 0 || percent > 100))
      problems.push({ path: `${path}.percent`, reason: "is from 0 to 100" });
    const latest = target["type"] !== "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION";
    if (latest && revision !== undefined)
      problems.push({
        path: `${path}.revision`,
        reason: "only with TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
      });
    if (!latest && revision === undefined)
      problems.push({
        path: `${path}.revision`,
        reason: "is needed with TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
      });
    if (tag !== undefined && !/^[a-z]([-a-z0-9]{0,45}[a-z0-9])?$/.test(tag))
      problems.push({
        path: `${path}.tag`,
        reason: `'${tag}' is no tag: lower-case letters, digits and hyphens`,
      });
  });
  return problems;
};

/** A revision that gets traffic must be there: this template's own, the newest, or one that got some before. */
export const revisionCheck: Check = (inputs, world, self) => {
  const before = world.find(types.runService, self?.id);
  const known = [
    text(record(inputs["template"])["revision"]),
    ...(before === undefined
      ? []
      : [lastName(newestRevision(before)), lastName(readyRevision(before)), ...servedBy(before).keys()]),
  ];
  return list(inputs["traffics"]).flatMap((value, index): readonly Problem[] => {
    const revision = text(record(value)["revision"]);
    return revision === undefined || known.includes(revision)
      ? []
      : refuse(`traffics[${String(index)}].revision`, `Revision '${revision}' not found`);
  });
};

/** Percent of the requests that each revision of a service gets, by their names. */
export function servedBy(service: StoredResource): ReadonlyMap<string, number> {
  const newest = lastName(readyRevision(service));
  const targets = list(service.inputs["traffics"]).map(record);
  const shares = new Map<string, number>();
  for (const { percent, revision } of targets.length === 0 ? [{ percent: 100, revision: newest }] : targets) {
    const name = text(revision) ?? newest;
    shares.set(name, (shares.get(name) ?? 0) + (amount(percent) ?? 0));
  }
  return shares;
}

/** A revision is named after its service, and never made a second time with other contents. */
export const revisionNameCheck: Check = (inputs, _world, self) => {
  const template = record(inputs["template"]);
  const [name, revision] = [text(inputs["name"]), text(template["revision"])];
  if (name === undefined || revision === undefined) return [];
  const path = "template.revision";
  if (!revision.startsWith(`${name}-`))
    return refuse(
      path,
      `Revision name '${revision}' must be prefixed by the name of the enclosing service with trailing -`,
    );
  if (revision.length > 63 || !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(revision))
    return refuse(path, `'${revision}' is no revision name: up to 63 lower-case letters, digits and hyphens`);
  const before = record(self?.inputs["template"]);
  return self !== undefined &&
    before["revision"] === revision &&
    JSON.stringify(before) !== JSON.stringify(template)
    ? refuse(path, `Revision named '${revision}' with different configuration already exists.`)
    : [];
};
