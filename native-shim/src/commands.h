/* commands.h -- the commands of asx and how they end. */
#ifndef ASXN_COMMANDS_H
#define ASXN_COMMANDS_H

/* Exit codes; `asx --help` prints them. */
enum {
    ASXN_EXIT_OK = 0,
    ASXN_EXIT_DIFFERS = 1, /* a digest, an expectation or a golden differs */
    ASXN_EXIT_USAGE = 2,
    ASXN_EXIT_FILE = 3,    /* cannot be read or written */
    ASXN_EXIT_BROKEN = 4,  /* cut, damaged, edited, or not an artifact */
    ASXN_EXIT_FOREIGN = 5, /* whole, but this build cannot replay it */
    ASXN_EXIT_TRAP = 6,    /* the kernel asserted */
    ASXN_EXIT_MEMORY = 7,
};

/* Each takes what follows its name on the command line. */
int asxn_replay_command(int argc, char **argv);
int asxn_verify_command(int argc, char **argv);
int asxn_diff_command(int argc, char **argv);
int asxn_random_command(int argc, char **argv);
int asxn_run_command(int argc, char **argv);
int asxn_explain_command(int argc, char **argv);
int asxn_order_command(int argc, char **argv);
int asxn_exhaustive_command(int argc, char **argv);

/* Says what is wrong and how the command is used; answers ASXN_EXIT_USAGE. */
int asxn_usage(const char *command, const char *complaint);

#endif
