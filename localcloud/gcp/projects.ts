import type { ResourceRules } from "../rules";
import { types } from "./types";

/** What holds for a project as a whole: the interfaces that are on, Google's own accounts, who may do what, audit logs. */
export const projects: readonly ResourceRules[] = [
  {
    type: types.service,
    id: "{account}/{service}",
    outputs: { project: "{account}" },
    defaults: { disableOnDestroy: false },
    seconds: { create: 20, delete: 5 },
  },
];
