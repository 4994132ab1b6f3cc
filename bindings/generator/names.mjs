// names.h and names.c: every enumerator by name, for tools that print or read them.
import { cBanner } from "./table.mjs";

const lower = (short) => short.replace(/(?<=[a-z])([A-Z])/g, "_$1").toLowerCase();

export function namesHeader() {
  return `${cBanner("names.h -- the enums of the ABI in words.")}#ifndef ASXB_NAMES_H
#define ASXB_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/* The member of an enum, "running" for ("task_state", 1); "?" if there is none.
 * The plain constants are the members of "constant". */
const char *asxb_name_of(const char *enumeration, int64_t value);
/* And back; false if there is no such enum or member. */
bool asxb_value_of(const char *enumeration, const char *member,
                   int64_t *value);

#endif
`;
}

export function namesSource(table) {
  const constants = table.constants.map((each) => ({ ...each, short: each.short.toLowerCase() }));
  const enums = [...table.enums, { short: "Constant", members: constants }];
  const rows = enums.flatMap((each) =>
    each.members.map(
      (member) => `    {"${lower(each.short)}", "${lower(member.short)}", ${member.value}},`,
    ),
  );
  return `${cBanner("names.c -- the enums of the ABI in words.")}#include "names.h"

#include <stddef.h>
#include <string.h>

static const struct name {
    const char *enumeration;
    const char *member;
    int32_t value;
} names[] = {
${rows.join("\n")}
};

#define NAME_COUNT (sizeof names / sizeof names[0])

const char *asxb_name_of(const char *enumeration, int64_t value)
{
    size_t i;

    for (i = 0; i < NAME_COUNT; i++)
        if (names[i].value == value &&
            strcmp(names[i].enumeration, enumeration) == 0)
            return names[i].member;
    return "?";
}

bool asxb_value_of(const char *enumeration, const char *member, int64_t *value)
{
    size_t i;

    for (i = 0; i < NAME_COUNT; i++) {
        if (strcmp(names[i].member, member) == 0 &&
            strcmp(names[i].enumeration, enumeration) == 0) {
            *value = names[i].value;
            return true;
        }
    }
    return false;
}
`;
}
