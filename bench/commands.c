/* Times whole commands, from posix_spawn to the end of waitpid, with /dev/null as input and output.
 *   commands [hide-cgroup2]
 *     run N GAP_MS NAME WORD...    N times in sequence        -> N times
 *     burst K NAME WORD...         K at once, all waited for  -> 1 time
 * %d in a word is replaced by a number of its own, %m by that number modulo 100.
 * crun refuses a host with both versions of cgroups: hide-cgroup2 takes version 2 away where version 1 is in use, too,
 * in this program's own mount namespace. */
#include "worker.h"

#include <sched.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/wait.h>

static long number = 1;
static posix_spawn_file_actions_t streams;
static posix_spawnattr_t attributes;

static void hide_cgroup2(void) {
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        fail("make a mount namespace");
    FILE *mounts = fopen("/proc/self/mounts", "re");
    char line[8192], point[4096], type[64], two[4096] = "";
    int one = 0;
    while (mounts && fgets(line, sizeof line, mounts)) {
        if (sscanf(line, "%*s %4095s %63s", point, type) != 2)
            continue;
        one |= !strcmp(type, "cgroup");
        if (!strcmp(type, "cgroup2"))
            strcpy(two, point);
    }
    if (mounts)
        fclose(mounts);
    if (one && *two && umount2(two, MNT_DETACH) < 0)
        fail("unmount %s", two);
}

static pid_t start(char **words) {
    static char text[MAX_WORDS][4096];
    char *argv[MAX_WORDS + 1];
    int n = 0;
    for (; words[n]; n++) {
        char *mark = strstr(words[n], "%d"), *modulo = strstr(words[n], "%m");
        long value = mark ? number : number % 100;
        mark = mark ? mark : modulo;
        if (mark)
            snprintf(text[n], sizeof text[n], "%.*s%ld%s", (int)(mark - words[n]), words[n], value, mark + 2);
        argv[n] = mark ? text[n] : words[n];
    }
    argv[n] = NULL;
    number++;
    char *environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root", NULL};
    pid_t pid;
    errno = posix_spawnp(&pid, argv[0], &streams, &attributes, argv, environment);
    if (errno)
        fail("start %s", argv[0]);
    return pid;
}

static void wait_for(pid_t pid, const char *name) {
    int status;
    if (waitpid(pid, &status, 0) < 0)
        fail("wait for %s", name);
    if (status)
        fail_plainly("%s ended with status %d", name, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void run(long n, long gap, char **words) {
    long next = now_ns() + gap * MILLISECOND;
    for (long i = 0; i < n; i++) {
        if (gap) {
            sleep_until(next);
            next = now_ns() + gap * MILLISECOND;
        }
        long from = now_ns();
        wait_for(start(words), words[0]);
        printf("%ld ", now_ns() - from);
    }
}

static void burst(long k, char **words) {
    pid_t pids[1024];
    long from = now_ns();
    for (long i = 0; i < k; i++)
        pids[i] = start(words);
    for (long i = 0; i < k; i++)
        wait_for(pids[i], words[0]);
    printf("%ld ", now_ns() - from);
}

int main(int argc, char **argv) {
    leave_signals_to_bench();
    if (argc > 1 && !strcmp(argv[1], "hide-cgroup2"))
        hide_cgroup2();
    posix_spawn_file_actions_init(&streams);
    for (int fd = 0; fd < 2; fd++)
        posix_spawn_file_actions_addopen(&streams, fd, "/dev/null", O_RDWR, 0);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    char *words[MAX_WORDS + 1];
    for (int n; (n = next_request(words));) {
        words[n] = NULL;
        if (n > 3 && !strcmp(words[0], "run"))
            run(atol(words[1]), atol(words[2]), words + 3);
        else if (n > 2 && !strcmp(words[0], "burst") && atol(words[1]) <= 1024)
            burst(atol(words[1]), words + 2);
        puts("");
        fflush(stdout);
    }
    return 0;
}
