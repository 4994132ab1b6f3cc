/* asx -- the kernel on a command line. */
#include <stdio.h>
#include <string.h>

#include "commands.h"

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *usage;
} commands[] = {
    {"replay", asxn_replay_command,
     "replay FILE... [--events] [--inputs] [--json] [--check] [--oracles]\n"
     "       [--memory N]\n"
     "    runs an artifact again; prints verdict, digest and state hash, and\n"
     "    what the oracles say of its events"},
    {"verify", asxn_verify_command,
     "verify FILE... [--json] [--memory N]\n"
     "    the same, one verdict a file"},
    {"diff", asxn_diff_command,
     "diff A B\n"
     "    two artifacts side by side, up to the first difference"},
    {"order", asxn_order_command,
     "order FILE... [--layers] [--events] [--check] [--memory N]\n"
     "order FILE --before I J [--memory N]\n"
     "    what had to come before what: fingerprint of the canonical form,\n"
     "    equal for runs that differ in their schedule alone; its layers, or\n"
     "    the log with layer and actor; and why event I came before event J"},
    {"explain", asxn_explain_command,
     "explain FILE --region SLOT | --task SLOT | --cancel SLOT | --leaks\n"
     "       [--at INPUT] [--memory N]\n"
     "    after that input, or at the end: why the region is not closed, what\n"
     "    the task waits for, how the cancel got there, what leaked and where\n"
     "    it was reserved"},
    {"random", asxn_random_command,
     "random [--seed S] [--count N] [--ops N] [--check [--check-every N]]\n"
     "       [--profile NAME] [--oracles] [--digests] [--kernel WASM]\n"
     "       [--memory N] [-o FILE | --folder DIR]\n"
     "    random programs, valid and invalid, of all profiles in turn (see\n"
     "    random_profile.c) or of one; --digests prints for each seed, "
     "digest,\n"
     "    state hash, inputs; --oracles judges each by its events"},
    {"run", asxn_run_command,
     "run FILE.scn... [--golden FILE [--bless]] [--folder DIR]\n"
     "    scenarios; their language is in src/scenario.h"},
    {"exhaustive", asxn_exhaustive_command,
     "exhaustive [--long] [--row NAME] [--most N,N,...] [--states N]\n"
     "       [--member N] [--seconds N] [--merges N] [--jobs N]\n"
     "    every state within bounds, and every invariant in each"},
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void print_help(FILE *out)
{
    size_t i;

    fputs("usage: asx COMMAND ...\n\n", out);
    for (i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  asx %s\n", commands[i].usage);
    fputs("\nexit codes, the worst of all files:\n"
          "  0  fine\n"
          "  1  a digest, an expectation or a golden differs\n"
          "  2  wrong command line\n"
          "  3  a file cannot be read or written\n"
          "  4  cut, damaged, edited, or not an artifact\n"
          "  5  whole, but this build cannot replay it\n"
          "  6  the kernel trapped: a bug of ours\n"
          "  7  no memory for the runtime\n",
          out);
}

int asxn_usage(const char *command, const char *complaint)
{
    size_t i;

    if (complaint != NULL)
        fprintf(stderr, "asx %s: what is %s?\n", command, complaint);
    for (i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, command) == 0)
            fprintf(stderr, "usage: asx %s\n", commands[i].usage);
    return ASXN_EXIT_USAGE;
}

int main(int argc, char **argv)
{
    size_t i;

    for (i = 0; argc > 1 && i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, argv[1]) == 0)
            return commands[i].run(argc - 2, argv + 2);
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        print_help(stdout);
        return ASXN_EXIT_OK;
    }
    print_help(stderr);
    return ASXN_EXIT_USAGE;
}
