import { at, list, record, refuse, text } from "../reading";
import type { Check } from "../rules";
import { types } from "./types";

const path = "configuration.ingress.traffic";

/** Only a revision that is there gets requests by its name: the newest, the one that is ready, and those that had some before. */
export const revisionExistsCheck: Check = (inputs, world, self) => {
  const before = world.find(types.containerApp, self?.id);
  const known = [
    before?.outputs["latestRevisionName"],
    before?.outputs["latestReadyRevisionName"],
    ...list(at(before?.inputs ?? {}, path)).map((each) => record(each)["revisionName"]),
  ];
  return list(at(inputs, path)).flatMap((each, index) => {
    const name = text(record(each)["revisionName"]);
    return name === undefined || known.includes(name)
      ? []
      : refuse(`${path}[${String(index)}].revisionName`, `RevisionNotFound: there is no revision '${name}'`);
  });
};
