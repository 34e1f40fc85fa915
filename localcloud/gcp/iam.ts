import type {
  Check,
  Path,
  Problem,
  Properties,
  Reference,
  ResourceRules,
  ResourceType,
  World,
} from "../rules";
import { record, refuse, text } from "../reading";
import { equal } from "../values";
import { roleProblem } from "./roles";
import { absentAgent } from "./service-agents";
import { types } from "./types";

const prefixes =
  /^(user|serviceAccount|group|domain|principal|principalSet|projectOwner|projectEditor|projectViewer|iamMember):.+$/;

/** Why a text names nobody that could be granted anything (cloud.google.com/iam/docs/principal-identifiers). */
export function memberProblem(member: string, world: World): string | undefined {
  if (member === "allUsers" || member === "allAuthenticatedUsers") return undefined;
  if (member.startsWith("deleted:"))
    return `'${member}' was deleted: members with the prefix 'deleted:' can't be granted anything`;
  if (!prefixes.test(member))
    return `'${member}' names nobody: members begin with 'user:', 'group:', 'serviceAccount:', 'domain:', 'principal:', 'principalSet:'`;
  const colon = member.indexOf(":");
  const [kind, address] = [member.slice(0, colon), member.slice(colon + 1)];
  if (!["user", "serviceAccount", "group"].includes(kind)) return undefined;
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) return `'${address}' is no e-mail address`;
  if (address !== address.toLowerCase())
    return `'${address}' has capitals: IAM keeps addresses in lower case`;
  return kind === "serviceAccount" ? absentAccount(address, world) : undefined;
}

/** Accounts of this project, and the services' own, must be there before they are granted anything. */
function absentAccount(email: string, world: World): string | undefined {
  const ours = email.endsWith(`@${world.account}.iam.gserviceaccount.com`);
  if (!ours) return absentAgent(email, world);
  return world.find(types.serviceAccount, email, "email") === undefined
    ? `Error 400: Service account ${email} does not exist.`
    : undefined;
}

/** What a grant is on, and by which resource types it can be given. */
export interface GrantOptions {
  readonly type: ResourceType;
  /** Input that names what the grant is on, for example `cryptoKeyId`. */
  readonly subject: Path;
  /** Types that it may name; absent for a project. */
  readonly to?: ResourceType | readonly ResourceType[];
  /** Outputs of those by which it may be named. Default `id`. */
  readonly by?: Reference["by"];
  /** Other inputs that say what it is on (`location`, `region`). */
  readonly alongside?: readonly Path[];
  /** Services whose roles it takes, for example `cloudkms`; empty: all. */
  readonly services: readonly string[];
  /** The type that gives a role as a whole, and takes it from whom it does not name. */
  readonly binding?: ResourceType;
  /** Whether everybody may be granted something. Default true. */
  readonly public?: boolean;
  /** What else is refused of a grant. */
  readonly checks?: readonly Check[];
}

const conditionTitle = (inputs: Properties): string | undefined => text(record(inputs["condition"])["title"]);

/** Rules of an `IAMMember`: one role of one member on one resource. */
export function grant(options: GrantOptions): ResourceRules {
  const { type, subject, to, by, alongside = [], binding, checks = [] } = options;
  const place = [subject, ...alongside];
  const same = (left: Properties, right: Properties): boolean =>
    place.every((path) => equal(left[path], right[path])) && left["role"] === right["role"];
  const check: Check = (inputs, world) => [
    ...roleProblems(inputs, options),
    ...memberProblems(inputs, world, options),
  ];
  const twinCheck: Check = (inputs, world, self) => {
    const twin = world
      .all(type)
      .find(
        (other) =>
          other.id !== self?.id &&
          same(other.inputs, inputs) &&
          other.inputs["member"] === inputs["member"] &&
          conditionTitle(other.inputs) === conditionTitle(inputs),
      );
    if (twin !== undefined)
      return refuse(
        "member",
        "AlreadyExists: another resource gives this role to this member already; when one of the two goes, so does the grant",
      );
    const whole =
      binding === undefined ? undefined : world.all(binding).find(({ inputs: other }) => same(other, inputs));
    return whole === undefined
      ? []
      : refuse(
          "role",
          `${binding ?? ""} ${whole.id} says who has this role, and takes it from everybody else: use one of the two types`,
        );
  };
  return {
    type,
    id: (inputs) => {
      const title = conditionTitle(inputs);
      return `{${subject}}/{role}/{member}${title === undefined ? "" : `/${title}`}`;
    },
    outputs: { etag: "BwX{hex:8}=" },
    ...(to === undefined
      ? {}
      : {
          references: [{ path: subject, to, blocksDeletion: false, ...(by === undefined ? {} : { by }) }],
        }),
    immutable: [...place, "role", "member", "condition"],
    check: [...checks, check, twinCheck],
    // The provider batches changes of a policy; one read and one write of it take a few seconds.
    seconds: { create: 4, delete: 4 },
  };
}

/** Rules of an `IAMBinding`: all members of one role on one resource. */
export function binding(options: GrantOptions): ResourceRules {
  const { type, subject, to, by, alongside = [] } = options;
  return {
    type,
    id: `{${subject}}/{role}`,
    outputs: { etag: "BwX{hex:8}=" },
    ...(to === undefined
      ? {}
      : {
          references: [{ path: subject, to, blocksDeletion: false, ...(by === undefined ? {} : { by }) }],
        }),
    immutable: [subject, ...alongside, "role", "condition"],
    check: [(inputs) => roleProblems(inputs, options), (inputs, world) => membersProblems(inputs, world)],
    seconds: { create: 4, update: 4, delete: 4 },
  };
}

function membersProblems(inputs: Properties, world: World): readonly Problem[] {
  const members = inputs["members"];
  if (!Array.isArray(members)) return [];
  return members.flatMap((member, index) => {
    const reason = typeof member === "string" ? memberProblem(member, world) : undefined;
    return reason === undefined ? [] : refuse(`members[${String(index)}]`, reason);
  });
}

function roleProblems(inputs: Properties, { services }: GrantOptions): readonly Problem[] {
  const role = text(inputs["role"]);
  const reason = role === undefined ? undefined : roleProblem(role, services);
  return reason === undefined ? [] : refuse("role", reason);
}

function memberProblems(inputs: Properties, world: World, options: GrantOptions): readonly Problem[] {
  const member = text(inputs["member"]);
  if (member === undefined) return [];
  if (options.public === false && /^all(Authenticated)?Users$/.test(member))
    return refuse("member", `Error 400: ${member} can't be granted anything on this kind of resource`);
  const reason = memberProblem(member, world);
  return reason === undefined ? [] : refuse("member", reason);
}
