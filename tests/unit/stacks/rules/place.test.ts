import { type Changes, forProd } from "../configuration";
import { judge, type Case } from "./judge";

const dbOff = { "services.api.database": false, "services.worker.database": false };

const onAzure = (region: string, recoveryRegion?: string): Changes => ({
  cloud: "azure",
  region,
  recoveryRegion,
});
const prodOnAzure = (region: string, recoveryRegion?: string): Changes => ({
  ...forProd,
  ...onAzure(region, recoveryRegion),
});

const onMeadow = { cloud: "meadow", region: "meadow-one" };

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
    rule: "a region of Azure without zones",
    wrong: onAzure("ukwest"),
    right: onAzure("uksouth"),
    key: "platform:region",
    says: /"ukwest", where not every part .* zones .*Use another region, such as uksouth, westeurope or /,
  },
  {
    rule: "a region like one without zones",
    wrong: onAzure("ukwset"),
    right: onAzure("uksouth"),
    key: "platform:region",
    says: /no region of Azure Use a region of Azure, such as uksouth/,
  },
  {
    rule: "a region without zones in prod",
    wrong: prodOnAzure("westus", "eastus"),
    right: prodOnAzure("eastus", "westus"),
    key: "platform:region",
    says: /such as eastus/,
  },
  {
    rule: "a recovery region that is not the region's pair",
    wrong: onAzure("westeurope", "swedencentral"),
    right: onAzure("westeurope", "northeurope"),
    key: "platform:recoveryRegion",
    says: /"swedencentral", which Azure copies no backups of westeurope to Use `northeurope`/,
  },
  {
    rule: "a misspelt recovery region where there is one choice",
    wrong: onAzure("westeurope", "northeurop"),
    right: onAzure("westeurope", "northeurope"),
    key: "platform:recoveryRegion",
    says: /no region of Azure Did you mean `northeurope`/,
  },
  {
    rule: "an unknown recovery region where there is one choice",
    wrong: onAzure("westeurope", "atlantis"),
    right: onAzure("westeurope", "northeurope"),
    key: "platform:recoveryRegion",
    says: /no region of Azure Use a region of Azure, such as northeurope\.$/,
  },
  {
    rule: "the recovery region is the region, where there is one choice",
    wrong: onAzure("westeurope", "westeurope"),
    right: onAzure("westeurope", "northeurope"),
    key: "platform:recoveryRegion",
    says: /same as `platform:region` Use `northeurope`/,
  },
  {
    rule: "prod without recovery region, where there is one choice",
    wrong: prodOnAzure("westeurope"),
    right: prodOnAzure("westeurope", "northeurope"),
    key: "platform:recoveryRegion",
    says: /is missing Name `northeurope`/,
  },
  {
    rule: "a recovery region where backups go nowhere",
    wrong: onAzure("italynorth", "westeurope"),
    right: onAzure("italynorth"),
    key: "platform:recoveryRegion",
    says: /"westeurope", but Azure copies no backups out of italynorth Leave it out, or .* such as westeurope/,
  },
  {
    rule: "the recovery region is the region, where backups go nowhere",
    wrong: onAzure("italynorth", "italynorth"),
    right: onAzure("italynorth"),
    key: "platform:recoveryRegion",
    says: /no backups out of italynorth/,
  },
  {
    rule: "prod where backups go nowhere",
    wrong: prodOnAzure("italynorth"),
    right: { ...prodOnAzure("italynorth"), ...dbOff },
    key: "platform:region",
    says: /"italynorth", out of which Azure copies no backups, and prod .* Use another region, such as westeurope/,
  },
  {
    rule: "prod with a recovery region where backups go nowhere",
    wrong: prodOnAzure("italynorth", "westeurope"),
    right: prodOnAzure("northeurope", "westeurope"),
    key: "platform:region",
    says: /Use another region/,
  },
  {
    rule: "Kubernetes where there is none",
    wrong: { ...onMeadow, budget: false, runtime: "kubernetes" },
    right: { ...onMeadow, budget: false, runtime: "containers" },
    key: "platform:runtime",
    says: /Meadow does not offer .*use another cloud/,
  },
];

judge(place);
