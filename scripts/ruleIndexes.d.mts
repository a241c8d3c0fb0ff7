export declare function writeRuleIndexes(): void;
