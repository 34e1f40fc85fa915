import type { Check, ResourceRules } from "../rules";
import { list, record, refuse, repeated, text } from "../reading";
import { binding, grant, memberProblem } from "./iam";
import { agentOf, withoutIdentity } from "./service-agents";
import { types } from "./types";

const interfaceName = {
  path: "service",
  pattern: /[a-z][a-z0-9-]*(\.[a-z0-9-]+)*\.(googleapis\.com|goog)/,
  reason: "must be an interface's full name, for example run.googleapis.com",
};

const logTypes = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];

const identityCheck: Check = (inputs) => {
  const service = text(inputs["service"]) ?? "";
  return withoutIdentity.has(service)
    ? refuse(
        "service",
        `Error 400: IAM_SERVICE_NOT_CONFIGURED_FOR_IDENTITIES: ${service} has no identity to ask for; its account comes by itself`,
      )
    : [];
};

const auditCheck: Check = (inputs, world) => {
  const configs = list(inputs["auditLogConfigs"]).map(record);
  const [twice] = repeated(configs.map((config) => text(config["logType"])));
  return [
    ...(configs.length === 0 ? refuse("auditLogConfigs", "names at least one kind of log") : []),
    ...(twice === undefined ? [] : refuse("auditLogConfigs", `two of them are for ${twice}`)),
    ...configs.flatMap((config, index) =>
      list(config["exemptedMembers"]).flatMap((member) => {
        const reason = memberProblem(text(member) ?? "", world);
        return reason === undefined
          ? []
          : refuse(`auditLogConfigs[${String(index)}].exemptedMembers`, reason);
      }),
    ),
  ];
};

const projectGrants = { subject: "project", services: [], public: false } as const;

/** What holds for a project as a whole: the interfaces that are on, Google's own accounts, who may do what, audit logs. */
export const projects: readonly ResourceRules[] = [
  {
    type: types.service,
    id: "{account}/{service}",
    outputs: { project: "{account}" },
    defaults: { disableOnDestroy: false, disableDependentServices: false },
    limits: [interfaceName],
    immutable: ["service"],
    // Another stack of the project may have switched it on, and may need it on.
    shared: ({ inputs }) => inputs["disableOnDestroy"] !== true,
    // Service Usage: enabling is an operation that usually ends within half a minute; some interfaces take minutes.
    seconds: { create: 25, delete: 5 },
  },
  {
    type: types.serviceIdentity,
    id: "projects/{account}/services/{service}",
    outputs: {
      project: "{account}",
      email: ({ inputs }) => agentOf(text(inputs["service"]) ?? ""),
      member: ({ outputs }) => `serviceAccount:${text(outputs["email"]) ?? ""}`,
    },
    limits: [interfaceName],
    immutable: ["service"],
    check: identityCheck,
    // A service's own account can't be deleted.
    shared: () => true,
    seconds: { create: 5, delete: 1 },
  },
  grant({ ...projectGrants, type: types.projectMember, binding: types.projectBinding }),
  binding({ ...projectGrants, type: types.projectBinding }),
  {
    type: types.projectAudit,
    id: "{project}/audit_config/{service}",
    outputs: { etag: "BwX{hex:8}=" },
    immutable: ["project", "service"],
    limits: [
      {
        path: "service",
        pattern: /allServices|[a-z][a-z0-9.-]*\.googleapis\.com/,
        reason: "must be allServices, or an interface's full name such as storage.googleapis.com",
      },
      { path: "auditLogConfigs[].logType", oneOf: logTypes },
    ],
    check: auditCheck,
    seconds: { create: 4, update: 4, delete: 4 },
  },
];
