// Rules that no test names yet, each as `{ rule, reason }`. What has a test must not be here.
export const notYet = [];
