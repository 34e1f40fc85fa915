import type { Specification } from "../../../components/specification";
import type { StoreEvidence } from "../evidence";
import type { Promised, Situation } from ".";

type Kind = "database" | "cache";

const stores = ({ evidence }: Situation, kind: Kind): readonly StoreEvidence[] =>
  kind === "database" ? evidence.databases : evidence.caches;

/** A promise about the store of a kind, where the stack has one. */
function ofStore(
  kind: Kind,
  promise: string,
  broken: (store: StoreEvidence, specification: Specification, situation: Situation) => readonly string[],
): Promised {
  return {
    promise,
    part: "data",
    broken: (situation) => {
      if (situation.specification[kind] === undefined) return [];
      const found = stores(situation, kind);
      if (found.length === 0) return [`there is no ${kind}`];
      return found.flatMap((store) =>
        broken(store, situation.specification, situation).map((reason) => `${store.name} ${reason}`),
      );
    },
  };
}

/**
 * Who has business with a store: the services that were given it, or their whole tier where the cloud tells no service from
 * another; of a database also the dump job.
 */
function users(kind: Kind, { specification, cloud }: Situation): readonly string[] {
  const given = Object.entries(specification.services).filter(([, service]) => service[kind]);
  return [
    ...given.map(([name]) => name),
    ...(cloud.capabilities.accessByService === true ? [] : ["services"]),
    ...(kind === "database" ? ["backup-dump"] : []),
  ];
}

export const dataPromises: readonly Promised[] = (["database", "cache"] as const)
  .flatMap((kind) => [
    ofStore(
      kind,
      `The ${kind} is reachable only from the services that were given it`,
      (store, _, situation) => [
        ...(store.publicAddress ? ["has a public address"] : []),
        ...(store.reachableFrom.length === 0 ? ["is reachable from nowhere"] : []),
        ...store.reachableFrom
          .filter((source) => !users(kind, situation).includes(source))
          .map((source) => `is reachable from ${source}`),
      ],
    ),
    ofStore(kind, `The ${kind} is encrypted with our key, and speaks TLS only`, (store) => [
      ...(store.key === "" ? ["is not encrypted with our key"] : []),
      ...(store.tlsOnly ? [] : ["speaks without TLS"]),
    ]),
    ofStore(
      kind,
      `The ${kind} has a standby in another zone where it is highly available`,
      (store, specification) =>
        specification[kind]?.highAvailability === true && !store.standby ? ["has no standby"] : [],
    ),
  ])
  .concat([
    {
      promise: "The cache asks for a password",
      part: "data",
      broken: ({ evidence }) =>
        evidence.caches.filter(({ authenticated }) => !authenticated).map(({ name }) => `${name} does not`),
    },
    {
      promise: "The database can be restored to any point in time within its retention",
      part: "data",
      broken: ({ evidence: { databases }, specification: { database } }) =>
        databases
          .filter(({ pointInTimeDays }) => !(pointInTimeDays >= (database?.retentionDays ?? 0)))
          .map(({ name, pointInTimeDays }) => `${name} goes back ${String(pointInTimeDays)} days`),
    },
    {
      promise: "Queries that are slower than 1 s are logged",
      part: "data",
      broken: ({ evidence }) =>
        evidence.databases
          .filter(({ slowQueryMilliseconds }) => !(slowQueryMilliseconds <= 1000))
          .map(({ name }) => `those of ${name} are not`),
    },
    {
      promise: "Where protection is on, what holds data refuses its deletion",
      broken: ({ evidence, specification: { protection } }) => {
        if (!protection) return [];
        return [
          ...(evidence.holdsData.length === 0 ? ["nothing holds data"] : []),
          ...evidence.holdsData.filter(({ protect }) => !protect).map(({ name }) => `${name} does not`),
          ...evidence.databases
            .filter(({ deletionRefused }) => !deletionRefused)
            .map(({ name }) => `the cloud would delete ${name}`),
        ];
      },
    },
    {
      promise: "Each secret is encrypted with our key",
      broken: ({ evidence, cloud }) =>
        cloud.capabilities.secretEncryptionKey === true
          ? evidence.secrets.filter(({ key }) => key === "").map(({ id }) => `${id} is not`)
          : [],
    },
    {
      promise: "Our keys rotate at least once a year, and wait before they are deleted",
      part: "keys",
      broken: ({ evidence: { keys } }) => [
        ...(keys.length === 0 ? ["there is no key"] : []),
        ...keys
          .filter(({ rotationDays }) => !(rotationDays <= 366))
          .map(({ name }) => `${name} does not rotate`),
        ...keys
          .filter(({ deletionWaitDays }) => !(deletionWaitDays >= 30))
          .map(({ name, deletionWaitDays }) => `${name} waits ${String(deletionWaitDays)} days`),
      ],
    },
  ]);
