/* One line is one decision here; what the line calls is the table's. */
#include "scenario.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "asx/describe.h"
#include "asx/explore.h"
#include "names.h"
#include "options.h"

#define WORDS_MAX 12

static void complain(asxn_scenario *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void complain(asxn_scenario *s, const char *format, ...)
{
    va_list arguments;

    s->failure_count++;
    printf("%s:%" PRIu32 ": ", s->path, s->line);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

static bool find_handle(asxn_scenario *s, const char *name, uint64_t *handle)
{
    uint32_t i;

    for (i = 0; i < s->name_count; i++) {
        if (strcmp(s->names[i].name, name) == 0) {
            *handle = s->names[i].handle;
            return true;
        }
    }
    complain(s, "nothing is called %s", name);
    return false;
}

static void keep_handle(asxn_scenario *s, const char *name, uint64_t handle)
{
    uint32_t i;

    for (i = 0; i < s->name_count; i++)
        if (strcmp(s->names[i].name, name) == 0)
            break;
    if (i == ASXN_SCENARIO_NAMES_MAX) {
        complain(s, "too many names");
        return;
    }
    s->names[i].name = name;
    s->names[i].handle = handle;
    if (i == s->name_count)
        s->name_count++;
}

/* enum.member, cut in two for the moment. */
static bool member_value(char *word, int64_t *value)
{
    char *dot = strchr(word, '.');
    bool found;

    if (dot == NULL)
        return false;
    *dot = '\0';
    found = asxb_value_of(word, dot + 1, value);
    *dot = '.';
    return found;
}

static bool read_number(asxn_scenario *s, char *word, uint64_t *number)
{
    char *part = word;

    *number = 0;
    while (part != NULL) {
        char *bar = strchr(part, '|');
        uint64_t value = 0;
        int64_t member = 0;

        if (bar != NULL)
            *bar++ = '\0';
        if (strcmp(part, "none") == 0) {
            value = UINT64_MAX;
        } else if (member_value(part, &member)) {
            value = (uint64_t)member;
        } else if (!asxn_number(part, &value)) {
            complain(s, "%s is not a number", part);
            return false;
        }
        *number |= value;
        part = bar;
    }
    return true;
}

static bool read_argument(asxn_scenario *s, char letter, char *word,
                          uint64_t *value)
{
    if (strchr("dqub", letter) != NULL)
        return read_number(s, word, value);
    *value = 0;
    return strcmp(word, "none") == 0 || find_handle(s, word, value);
}

static uint32_t find_opcode(const char *name)
{
    uint32_t opcode;

    for (opcode = 0; opcode < 256; opcode++) {
        const asxb_input_shape *shape = asxb_input_shape_of(opcode);

        if (shape != NULL && strcmp(shape->name, name) == 0)
            return opcode;
    }
    return 0;
}

static void open_machine(asxn_scenario *s)
{
    if (s->is_open)
        return;
    asxn_machine_open(s->machine, s->seed, s->flags, (size_t)s->memory);
    asxn_machine_record(s->machine, NULL);
    keep_handle(s, "root", asx_region_root(&s->machine->rt).bits);
    s->is_open = true;
}

static void call(asxn_scenario *s, const char *name, char **words,
                 uint32_t count)
{
    uint64_t arguments[ASXB_ARGUMENTS_MAX] = {0};
    uint32_t opcode = find_opcode(words[0]);
    const char *letters;
    uint32_t i;

    if (opcode == 0) {
        complain(s, "there is no input %s", words[0]);
        return;
    }
    letters = asxb_input_shape_of(opcode)->arguments;
    if (count - 1 != strlen(letters)) {
        complain(s, "%s takes %zu arguments", words[0], strlen(letters));
        return;
    }
    for (i = 0; letters[i] != '\0'; i++)
        if (!read_argument(s, letters[i], words[i + 1], &arguments[i]))
            return;
    if (opcode == ASXB_OP_PUMP_BEGIN)
        s->clock_us = arguments[0];
    s->answer = asxn_machine_call(s->machine, opcode, arguments);
    if (name == NULL)
        return;
    if (s->answer <= 0)
        complain(s, "%s answered %s", words[0],
                 asxb_name_of("status", s->answer));
    else
        keep_handle(s, name,
                    asxn_machine_handle(s->machine,
                                        (uint32_t)s->answer & ASX_SLOT_MAX));
}

static void compare(asxn_scenario *s, const char *what, int64_t found,
                    int64_t expected)
{
    if (found != expected)
        complain(s, "%s is %" PRId64 ", expected %" PRId64, what, found,
                 expected);
}

/* expect = number | expect = name enum.member */
static void expect_answer(asxn_scenario *s, char **words, uint32_t count)
{
    uint64_t expected;
    uint64_t handle;

    if (count == 1) {
        if (read_number(s, words[0], &expected))
            compare(s, "the answer", s->answer, (int64_t)expected);
        return;
    }
    if (count != 2 || !find_handle(s, words[0], &handle) ||
        !read_number(s, words[1], &expected))
        return;
    compare(s, "the slot answered", s->answer & ASX_SLOT_MAX, (uint32_t)handle);
    compare(s, "what to do", s->answer >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK,
            (int64_t)expected);
}

static bool field_value(asxn_scenario *s, const char *name, const char *field,
                        int64_t *value)
{
    double fields[ASX_FIELD_COUNT];
    uint64_t handle;
    int64_t index;

    if (strcmp(name, "counter") == 0 &&
        asxb_value_of("counter", field, &index)) {
        *value =
            (int64_t)asx_runtime_counter(&s->machine->rt, (asx_counter)index);
        return true;
    }
    if (!find_handle(s, name, &handle))
        return false;
    if (!asxb_value_of("field", field, &index)) {
        complain(s, "there is no field %s", field);
        return false;
    }
    if (asxn_machine_handle(s->machine, (uint32_t)handle) != handle) {
        complain(s, "%s is gone", name);
        return false;
    }
    asx_describe(&s->machine->rt, (uint32_t)handle, fields);
    *value = (int64_t)fields[index];
    return true;
}

/* expect name.field = number */
static void expect_field(asxn_scenario *s, char *what, char *word)
{
    char *dot = strchr(what, '.');
    uint64_t expected;
    uint64_t handle;
    int64_t found;

    if (dot == NULL) {
        complain(s, "%s is not name.field", what);
        return;
    }
    *dot = '\0';
    if (!field_value(s, what, dot + 1, &found))
        return;
    *dot = '.';
    /* A field may name another object. */
    if (strchr(word, '.') == NULL && word[0] >= 'a' &&
        strcmp(word, "none") != 0) {
        if (find_handle(s, word, &handle))
            compare(s, what, found, (uint32_t)handle);
    } else if (read_number(s, word, &expected)) {
        compare(s, what, found, (int64_t)expected);
    }
}

static void expect(asxn_scenario *s, char **words, uint32_t count)
{
    uint64_t handle;

    s->expect_count++;
    if (count >= 2 && strcmp(words[0], "=") == 0) {
        expect_answer(s, words + 1, count - 1);
    } else if (count == 2 && strcmp(words[1], "gone") == 0) {
        if (find_handle(s, words[0], &handle) &&
            asxn_machine_handle(s->machine, (uint32_t)handle) == handle)
            complain(s, "%s is still there", words[0]);
    } else if (count == 3 && strcmp(words[1], "=") == 0) {
        expect_field(s, words[0], words[2]);
    } else {
        complain(s, "expect what?");
    }
}

/* Time passes and nobody is at home: what is dispatched does not come back. */
static void turns(asxn_scenario *s, char *count_word, char *step_word)
{
    uint64_t nothing[ASXB_ARGUMENTS_MAX] = {0};
    uint64_t count = 0;
    uint64_t step = 0;

    if (!read_number(s, count_word, &count) ||
        !read_number(s, step_word, &step))
        return;
    for (; count > 0; count--) {
        s->clock_us += step;
        asxn_machine_call(s->machine, ASXB_OP_PUMP_BEGIN, &s->clock_us);
        while (asxn_machine_call(s->machine, ASXB_OP_PUMP_NEXT, nothing) > 0)
            continue;
        s->answer = asxn_machine_call(s->machine, ASXB_OP_PUMP_END, nothing);
    }
}

static void choose(asxn_scenario *s, char *word)
{
    uint64_t index = 0;

    if (s->flags != ASX_RUNTIME_EXPLORE)
        complain(s, "nothing is chosen without explore");
    else if (read_number(s, word, &index))
        asx_choice_set(&s->machine->rt, (uint32_t)index);
}

static void run_line(asxn_scenario *s, char **words, uint32_t count)
{
    if (count == 2 && strcmp(words[0], "seed") == 0 && !s->is_open) {
        read_number(s, words[1], &s->seed);
        return;
    }
    if (count == 2 && strcmp(words[0], "memory") == 0 && !s->is_open) {
        read_number(s, words[1], &s->memory);
        return;
    }
    if (count == 1 && strcmp(words[0], "explore") == 0 && !s->is_open) {
        s->flags = ASX_RUNTIME_EXPLORE;
        return;
    }
    open_machine(s);
    if (strcmp(words[0], "expect") == 0)
        expect(s, words + 1, count - 1);
    else if (count == 1 && strcmp(words[0], "check") == 0)
        asx_runtime_check(&s->machine->rt);
    else if (count == 2 && strcmp(words[0], "choose") == 0)
        choose(s, words[1]);
    else if (count == 3 && strcmp(words[0], "turns") == 0)
        turns(s, words[1], words[2]);
    else if (count > 2 && strcmp(words[1], "=") == 0)
        call(s, words[0], words + 2, count - 2);
    else
        call(s, NULL, words, count);
}

static uint32_t split(char *line, char **words)
{
    uint32_t count = 0;

    while (count < WORDS_MAX) {
        line += strspn(line, " \t\r");
        if (*line == '\0' || *line == '#')
            return count;
        words[count++] = line;
        line += strcspn(line, " \t\r");
        if (*line != '\0')
            *line++ = '\0';
    }
    return count;
}

void asxn_scenario_run(asxn_scenario *s, const char *path, char *text)
{
    asxn_machine *machine = s->machine;

    memset(s, 0, sizeof *s);
    s->machine = machine;
    s->path = path;
    s->memory = ASXN_MEMORY_DEFAULT;
    while (text != NULL) {
        char *words[WORDS_MAX];
        char *end = strchr(text, '\n');
        uint32_t count;

        if (end != NULL)
            *end++ = '\0';
        s->line++;
        count = split(text, words);
        if (count > 0)
            run_line(s, words, count);
        text = end;
    }
    open_machine(s);
    asx_runtime_check(&s->machine->rt);
    asxn_machine_seal(s->machine);
}
