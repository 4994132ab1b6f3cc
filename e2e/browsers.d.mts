export const chromium: string | undefined;
export const firefox: string | undefined;
