import { harmless } from "./harmless-azure";
import { describePlatform } from "./platform";

describePlatform("azure", harmless);
