import { forProd } from "../configuration";
import { judge, type Case } from "./judge";

const dbOff = { "services.api.database": false, "services.worker.database": false };

const place: Case[] = [
  {
    rule: "a misspelt cloud",
    wrong: { cloud: "awss" },
    right: {},
    key: "platform:cloud",
    says: /no known cloud .*Did you mean `aws`/,
  },
  {
    rule: "the vendor's name",
    wrong: { cloud: "Amazon" },
    right: {},
    key: "platform:cloud",
    says: /Did you mean `aws`/,
  },
  {
    rule: "a property of objects as cloud",
    wrong: { cloud: "constructor" },
    right: {},
    key: "platform:cloud",
    says: /no known cloud/,
  },
  {
    rule: "an Azure region",
    wrong: { region: "westeurope" },
    right: { region: "eu-west-2" },
    key: "platform:region",
    says: /a region of Azure, not of AWS .*eu-central-1/,
  },
  {
    rule: "a Google region",
    wrong: { region: "europe-west1" },
    right: {},
    key: "platform:region",
    says: /a region of Google Cloud, not of AWS/,
  },
  {
    rule: "a region of another registered cloud",
    wrong: { region: "meadow-one" },
    right: {},
    key: "platform:region",
    says: /a region of Meadow, not of AWS/,
  },
  {
    rule: "a misspelt region",
    wrong: { region: "eu-wst-1" },
    right: {},
    key: "platform:region",
    says: /no region of AWS .*Did you mean `eu-west-1`/,
  },
  {
    rule: "a zone",
    wrong: { region: "eu-west-1a" },
    right: {},
    key: "platform:region",
    says: /a zone, not a region .*Did you mean `eu-west-1`/,
  },
  {
    rule: "no region at all",
    wrong: { region: "qqqqqqqqqqqqqqqqqqqq" },
    right: {},
    key: "platform:region",
    says: /Use a region of AWS, such as/,
  },
  {
    rule: "a recovery region of another cloud",
    wrong: { recoveryRegion: "northeurope" },
    right: { recoveryRegion: "eu-north-1" },
    key: "platform:recoveryRegion",
    says: /a region of Azure/,
  },
  {
    rule: "the recovery region is the region",
    wrong: { recoveryRegion: "eu-west-1" },
    right: { recoveryRegion: "eu-west-2" },
    key: "platform:recoveryRegion",
    says: /same as `platform:region`/,
  },
  {
    rule: "prod without recovery region",
    wrong: { ...forProd, recoveryRegion: undefined },
    right: forProd,
    key: "platform:recoveryRegion",
    says: /is missing/,
  },
  {
    rule: "nothing to recover",
    wrong: { ...dbOff, recoveryRegion: "eu-west-2" },
    right: dbOff,
    key: "platform:recoveryRegion",
    says: /no database/,
  },
  {
    rule: "Kubernetes where there is none",
    wrong: { runtime: "kubernetes" },
    right: { runtime: "containers" },
    key: "platform:runtime",
    says: /AWS does not offer .*platform:runtime: containers/,
  },
];

judge(place);
