import { harmless } from "./harmless-aws";
import { describePlatform } from "./platform";

describePlatform("aws", harmless);
