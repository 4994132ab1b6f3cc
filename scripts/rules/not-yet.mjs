// Rules that no test names yet, with the reason. A rule that has a test must not be here.

const later = (reason, ...rules) => rules.map((rule) => ({ rule, reason }));

export const notYet = [...later("WebSockets are not built.", "socket.states", "socket.close")];
