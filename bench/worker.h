/* What the benchmark's C programs share: the clock, and the line protocol they speak with Bench.java. A request is a
 * line of words on standard input, its answer a line of numbers (nanoseconds) or "error ..." on standard output. */
#ifndef WORKER_H
#define WORKER_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 32
#define MILLISECOND 1000000L

static inline long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static inline void sleep_until(long ns) {
    struct timespec t = {ns / 1000000000L, ns % 1000000000L};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
        ;
}

__attribute__((noreturn, format(printf, 1, 2))) static inline void fail(const char *format, ...) {
    int error = errno;
    va_list args;
    va_start(args, format);
    printf("error ");
    vprintf(format, args);
    printf(": %s\n", strerror(error));
    va_end(args);
    fflush(stdout);
    exit(1);
}

/* Without an errno. */
#define fail_plainly(...) (printf("error "), printf(__VA_ARGS__), puts(""), fflush(stdout), exit(1))

/* Reads one request; the number of its words, 0 at the end of the input. */
static inline int next_request(char *words[MAX_WORDS]) {
    static char line[65536];
    if (!fgets(line, sizeof line, stdin))
        return 0;
    int n = 0;
    for (char *w = strtok(line, " \n"); w && n < MAX_WORDS; w = strtok(NULL, " \n"))
        words[n++] = w;
    return n;
}

/* Ctrl-C goes to Bench.java alone: a worker ends, and cleans up, when its standard input does. */
static inline void leave_signals_to_bench(void) {
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

#endif
