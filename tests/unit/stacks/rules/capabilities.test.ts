import { type Changes } from "../configuration";
import { judge, type Case } from "./judge";

const meadow: Changes = {
  cloud: "meadow",
  region: "meadow-one",
  budget: false,
};
const lacks = (rule: string, changes: Changes, key: string, what: RegExp): Case => ({
  rule: `a cloud without ${rule}`,
  wrong: { ...meadow, ...changes },
  right: meadow,
  key,
  says: what,
});
const capabilities: Case[] = [
  lacks(
    "Kubernetes",
    { runtime: "kubernetes" },
    "platform:runtime",
    /Meadow does not offer here Kubernetes is not offered/,
  ),
  lacks(
    "firewall",
    { webApplicationFirewall: true },
    "platform:webApplicationFirewall",
    /A firewall is not offered; use another cloud\.$/,
  ),
  lacks(
    "interruptible capacity",
    { "services.api.interruptible": true },
    "platform:services.api.interruptible",
    /Interruptible/,
  ),
  lacks(
    "scaling on memory",
    { "services.api.scaling.memory": 75 },
    "platform:services.api.scaling.memory",
    /Scaling on memory is not offered/,
  ),
  lacks("recovery copies", { recoveryRegion: "meadow-two" }, "platform:recoveryRegion", /second region/),
  lacks("locks", { "backup.lock": true }, "platform:backup.lock", /lock/),
  lacks("dumps", { "backup.dump": true }, "platform:backup.dump", /dump/),
  lacks("threat detection", { "audit.threatDetection": true }, "platform:audit.threatDetection", /Threat/),
  lacks("posture checks", { "audit.posture": true }, "platform:audit.posture", /Posture/),
  lacks("budgets", { budget: 10 }, "platform:budget", /budget/),
];

judge(capabilities);
