/* The floor: what launching a container costs when nothing but the kernel is asked, in the best way known. The same
 * kernel work as the engine's for filesystem/linux, namespaces/pid, cgroups/cpu, cgroups/mem, in one small process that
 * stands in a private mount namespace: a cgroup per hierarchy with its limits, clone3 with new mount and PID
 * namespaces, joining, /proc, a resident pid 1 that starts the command and reaps it, and the removal of the cgroups.
 *   floor CGROUPS_ROOT WORK_DIR RUNTIME_DIR COMMAND [PREFIX]     mounts below PREFIX are taken out of its namespace
 *     size CONFIG                bytes that the engine writes into this file
 *     run N GAP_MS FILES         -> for each launch: time until its exit is known, until all is removed
 *     burst K FILES              K at once -> until the last exit is known, until all is removed
 *     alone K PROGRAM            K programs, each alone in a memory cgroup -> for each: bytes charged, private kB
 * FILES 1: the files that the engine makes are made, written and removed, too. */
#include "worker.h"

#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define MAX_BURST 1024
#define MEMORY "67108864" /* 64 MB, and 1 cpu */

typedef char path_t[2048];

__attribute__((format(printf, 2, 3))) static void make_path(path_t path, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof(path_t), format, args);
    va_end(args);
}

struct setting {
    const char *controller, *one_file, *one_value, *two_file, *two_value;
};

/* What the engine sets for 1 cpu and 64 MB; no value: the controller only counts. */
static const struct setting settings[] = {
    {"cpu", "cpu.shares", "1024", "cpu.weight", "100"},
    {"cpuacct", NULL, NULL, NULL, NULL},
    {"memory", "memory.soft_limit_in_bytes", MEMORY, "memory.low", MEMORY},
    {"memory", "memory.limit_in_bytes", MEMORY, "memory.max", MEMORY},
};
#define SETTINGS (sizeof settings / sizeof *settings)

struct hierarchy {
    path_t root;
    int two;
    int has[SETTINGS];
};

static struct hierarchy hierarchies[SETTINGS];
static int hierarchy_count;
static const char *work_dir, *runtime_dir, *command;
static char config[65536];
static int config_size = 512, null_fd;
static long number = 1;

struct container {
    long id;
    pid_t pid;
    int files, status;
};

static void write_file(const char *path, int flags, const char *data, size_t size) {
    int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0644);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        fail("write %s", path);
    close(fd);
}

static void set(const char *directory, const char *file, const char *value) {
    path_t path;
    make_path(path, "%s/%s", directory, file);
    write_file(path, 0, value, strlen(value));
}

/* --- the hierarchies ---------------------------------------------------------------------------------------------- */

static int has_word(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += n)
        if ((at == list || at[-1] == ',' || at[-1] == ' ') && (!at[n] || strchr(", \n", at[n])))
            return 1;
    return 0;
}

static void enable(const char *directory, const char *controllers) {
    char copy[1024];
    snprintf(copy, sizeof copy, "%s", controllers);
    for (char *c = strtok(copy, " \n"); c; c = strtok(NULL, " \n"))
        if (!strcmp(c, "cpu") || !strcmp(c, "memory")) {
            char value[64];
            snprintf(value, sizeof value, "+%s", c);
            set(directory, "cgroup.subtree_control", value);
        }
}

/* Makes the root, part by part; in version 2 hands the controllers down to it. */
static void make_root(struct hierarchy *h, const char *point, const char *root, const char *controllers) {
    snprintf(h->root, sizeof h->root, "%s", point);
    char copy[512];
    snprintf(copy, sizeof copy, "%s", root);
    for (char *part = strtok(copy, "/"), *rest; part; part = rest ? strtok(rest, "/") : NULL) {
        rest = strtok(NULL, "");
        if (h->two)
            enable(h->root, controllers);
        size_t n = strlen(h->root);
        snprintf(h->root + n, sizeof h->root - n, "/%s", part);
        if (mkdir(h->root, 0755) < 0 && errno != EEXIST)
            fail("make %s", h->root);
    }
    if (h->two)
        enable(h->root, controllers);
}

static void read_text(const char *path, char *text, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, text, size - 1);
    text[n < 0 ? 0 : n] = 0;
    if (fd >= 0)
        close(fd);
}

static void find_hierarchies(const char *root) {
    FILE *mounts = fopen("/proc/self/mounts", "re");
    char line[8192], point[512], type[64], options[4096], controllers[1024];
    path_t path;
    while (mounts && fgets(line, sizeof line, mounts) && hierarchy_count < (int)SETTINGS) {
        if (sscanf(line, "%*s %511s %63s %4095s", point, type, options) != 3 || strncmp(type, "cgroup", 6))
            continue;
        struct hierarchy *h = &hierarchies[hierarchy_count];
        h->two = !strcmp(type, "cgroup2");
        if (h->two) {
            make_path(path, "%s/cgroup.controllers", point);
            read_text(path, controllers, sizeof controllers);
        }
        int any = 0;
        for (size_t i = 0; i < SETTINGS; i++)
            any |= h->has[i] = has_word(h->two ? controllers : options, settings[i].controller);
        if (any) {
            hierarchy_count++;
            make_root(h, point, root, controllers);
        }
    }
    if (mounts)
        fclose(mounts);
}

static void make_cgroup(struct hierarchy *h, long id, path_t directory) {
    make_path(directory, "%s/f%ld", h->root, id);
    if (mkdir(directory, 0755) < 0)
        fail("make %s", directory);
    if (h->two) {
        path_t leaf;
        make_path(leaf, "%s/leaf", directory);
        if (mkdir(leaf, 0755) < 0)
            fail("make %s", leaf);
    }
}

static void set_limits(struct hierarchy *h, const char *directory) {
    for (size_t i = 0; i < SETTINGS; i++) {
        const char *file = h->two ? settings[i].two_file : settings[i].one_file;
        if (h->has[i] && file)
            set(directory, file, h->two ? settings[i].two_value : settings[i].one_value);
    }
}

static void remove_cgroups(long id) {
    path_t path;
    for (struct hierarchy *h = hierarchies; h < hierarchies + hierarchy_count; h++)
        for (int leaf = h->two; leaf >= 0; leaf--) {
            make_path(path, "%s/f%ld%s", h->root, id, leaf ? "/leaf" : "");
            while (rmdir(path) < 0)
                if (errno != EBUSY)
                    fail("remove %s", path);
        }
}

/* --- the files ---------------------------------------------------------------------------------------------------- */

static void runtime_file(path_t path, const char *where, long id, const char *name) {
    make_path(path, "%s/%s/f%ld%s%s", runtime_dir, where, id, *name ? "/" : "", name);
}

static void make_files(struct container *c) {
    path_t path, to;
    runtime_file(path, "staging", c->id, "");
    if (mkdir(path, 0755) < 0)
        fail("make %s", path);
    runtime_file(path, "staging", c->id, "config");
    write_file(path, O_CREAT | O_EXCL, config, config_size);
    runtime_file(path, "staging", c->id, "status");
    write_file(path, O_CREAT | O_EXCL, "", 0);
    runtime_file(path, "staging", c->id, "");
    runtime_file(to, "containers", c->id, "");
    if (rename(path, to) < 0)
        fail("rename %s", path);
    make_path(path, "%s/containers/f%ld", work_dir, c->id);
    if (mkdir(path, 0750) < 0)
        fail("make %s", path);
    runtime_file(path, "containers", c->id, "status");
    c->status = open(path, O_RDWR | O_CLOEXEC);
}

static void read_status(struct container *c) {
    char text[16];
    if (pread(c->status, text, sizeof text, 0) <= 0)
        fail("read status of %ld", c->id);
    close(c->status);
}

static void remove_files(struct container *c) {
    path_t path, to;
    make_path(path, "%s/containers/f%ld/stdout", work_dir, c->id);
    unlink(path);
    make_path(path, "%s/containers/f%ld/stderr", work_dir, c->id);
    unlink(path);
    make_path(path, "%s/containers/f%ld", work_dir, c->id);
    if (rmdir(path) < 0)
        fail("remove %s", path);
    runtime_file(path, "containers", c->id, "");
    runtime_file(to, "staging", c->id, "");
    if (rename(path, to) < 0)
        fail("rename %s", path);
    static const char *names[] = {"config", "status"};
    for (int i = 0; i < 2; i++) {
        runtime_file(path, "staging", c->id, names[i]);
        unlink(path);
    }
    if (rmdir(to) < 0)
        fail("remove %s", to);
}

/* --- a container -------------------------------------------------------------------------------------------------- */

static int open_log(struct container *c, const char *name) {
    path_t path;
    make_path(path, "%s/containers/f%ld/%s", work_dir, c->id, name);
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

static void init_main(struct container *c) {
    setsid();
    if (c->files) {
        struct flock whole = {.l_type = F_WRLCK};
        struct stat st;
        if (fcntl(c->status, F_SETLK, &whole) < 0 || fstat(c->status, &st) < 0)
            _exit(101);
    }
    path_t directories[SETTINGS];
    for (int i = 0; i < hierarchy_count; i++) /* version 1: the limits, then in, by "tasks": "cgroup.procs" takes ms */
        if (!hierarchies[i].two) {
            make_cgroup(&hierarchies[i], c->id, directories[i]);
            set_limits(&hierarchies[i], directories[i]);
            set(directories[i], "tasks", "0");
        }
    int out = c->files ? open_log(c, "stdout") : null_fd, err = c->files ? open_log(c, "stderr") : null_fd;
    if (out < 0 || err < 0 || mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
        _exit(102);
    pid_t pid = vfork();
    if (pid == 0) {
        setsid();
        dup2(null_fd, 0);
        dup2(out, 1);
        dup2(err, 2);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        if (chdir("/") == 0)
            execl(command, command, NULL);
        _exit(103);
    }
    int status = 0;
    for (pid_t ended; (ended = waitpid(-1, &status, 0)) != pid;)
        if (ended < 0)
            _exit(104);
    if (c->files && pwrite(c->status, "0\n", 2, 0) != 2)
        _exit(105);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 106);
}

/* In version 2 the process is born in its cgroup; moving it there afterwards takes 15 times as long. */
static void start(struct container *c, int files) {
    *c = (struct container){.id = number++, .files = files, .status = -1};
    if (files)
        make_files(c);
    struct clone_args args = {.flags = CLONE_NEWNS | CLONE_NEWPID, .exit_signal = SIGCHLD};
    int leaf = -1;
    for (struct hierarchy *h = hierarchies; h < hierarchies + hierarchy_count; h++)
        if (h->two) {
            path_t directory, path;
            make_cgroup(h, c->id, directory);
            set_limits(h, directory);
            make_path(path, "%s/leaf", directory);
            leaf = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
            args.flags |= CLONE_INTO_CGROUP;
            args.cgroup = leaf;
        }
    c->pid = syscall(SYS_clone3, &args, sizeof args);
    if (c->pid < 0)
        fail("clone");
    if (c->pid == 0)
        init_main(c);
    if (leaf >= 0)
        close(leaf);
}

static void check(struct container *c, int status) {
    if (status)
        fail_plainly("container %ld ended with status %x", c->id, status);
    if (c->files)
        read_status(c);
}

static void clean_up(struct container *c) {
    remove_cgroups(c->id);
    if (c->files)
        remove_files(c);
}

static void run(long n, long gap, int files) {
    long next = now_ns() + gap * MILLISECOND;
    for (long i = 0; i < n; i++) {
        if (gap) {
            sleep_until(next);
            next = now_ns() + gap * MILLISECOND;
        }
        struct container c;
        int status;
        long from = now_ns();
        start(&c, files);
        if (waitpid(c.pid, &status, 0) < 0)
            fail("wait");
        check(&c, status);
        long exited = now_ns();
        clean_up(&c);
        printf("%ld %ld ", exited - from, now_ns() - from);
    }
}

static void burst(long k, int files) {
    static struct container all[MAX_BURST];
    int statuses[MAX_BURST];
    long from = now_ns();
    for (long i = 0; i < k; i++)
        start(&all[i], files);
    for (long i = 0; i < k; i++)
        if (waitpid(all[i].pid, &statuses[i], 0) < 0)
            fail("wait");
    for (long i = 0; i < k; i++)
        check(&all[i], statuses[i]);
    long exited = now_ns();
    for (long i = 0; i < k; i++)
        clean_up(&all[i]);
    printf("%ld %ld ", exited - from, now_ns() - from);
}

/* --- what a program is charged without an init -------------------------------------------------------------------- */

static struct hierarchy *memory_hierarchy(void) {
    for (struct hierarchy *h = hierarchies; h < hierarchies + hierarchy_count; h++)
        if (h->has[SETTINGS - 1])
            return h;
    fail_plainly("there is no memory controller");
}

/* Started as a container's command is: by vfork in a process that is in the cgroup, which here then goes away. */
static pid_t start_alone(const char *directory, int two, const char *program) {
    path_t leaf;
    int answer[2];
    make_path(leaf, "%s%s", directory, two ? "/leaf" : "");
    if (pipe2(answer, O_CLOEXEC) < 0)
        fail("make pipe");
    pid_t pid = fork();
    if (pid == 0) {
        set(leaf, two ? "cgroup.procs" : "tasks", "0");
        pid_t child = vfork();
        if (child == 0) {
            execl(program, program, NULL);
            _exit(103);
        }
        _exit(write(answer[1], &child, sizeof child) != sizeof child);
    }
    close(answer[1]);
    pid_t child = -1;
    if (read(answer[0], &child, sizeof child) != sizeof child || waitpid(pid, NULL, 0) < 0)
        fail("start %s", program);
    close(answer[0]);
    return child;
}

static long private_kb(pid_t pid) {
    path_t path;
    char line[256];
    long sum = 0, kb;
    make_path(path, "/proc/%d/smaps_rollup", pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, "Private_", 8) && sscanf(line, "%*s %ld", &kb) == 1)
            sum += kb;
    if (f)
        fclose(f);
    return sum;
}

static void alone(long k, const char *program) {
    static pid_t pids[MAX_BURST];
    static path_t directories[MAX_BURST];
    struct hierarchy *h = memory_hierarchy();
    long first = number;
    for (long i = 0; i < k; i++) {
        make_cgroup(h, number++, directories[i]);
        pids[i] = start_alone(directories[i], h->two, program);
    }
    sleep_until(now_ns() + 300 * MILLISECOND);
    for (long i = 0; i < k; i++) {
        path_t path;
        char text[64];
        make_path(path, "%s/%s", directories[i], h->two ? "memory.current" : "memory.usage_in_bytes");
        read_text(path, text, sizeof text);
        printf("%ld %ld ", atol(text), private_kb(pids[i]));
    }
    for (long i = 0; i < k; i++) {
        kill(pids[i], SIGKILL);
        waitpid(pids[i], NULL, 0);
        for (int leaf = h->two; leaf >= 0; leaf--) {
            path_t path;
            make_path(path, "%s/f%ld%s", h->root, first + i, leaf ? "/leaf" : "");
            while (rmdir(path) < 0 && errno == EBUSY)
                ;
        }
    }
}

/* --- the process -------------------------------------------------------------------------------------------------- */

/* In a mount namespace as small as the work allows: each new namespace is a copy of it. */
static void own_mounts(const char *prefix) {
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        fail("make a mount namespace");
    if (!prefix)
        return;
    static char points[8192][256];
    int n = 0;
    FILE *mounts = fopen("/proc/self/mounts", "re");
    char line[8192];
    while (mounts && n < 8192 && fgets(line, sizeof line, mounts))
        if (sscanf(line, "%*s %255s", points[n]) == 1 && !strncmp(points[n], prefix, strlen(prefix)))
            n++;
    if (mounts)
        fclose(mounts);
    while (n-- > 0)
        umount2(points[n], MNT_DETACH);
}

static void make_parents(void) {
    path_t path;
    static const char *below[] = {"containers", "staging"};
    for (int i = 0; i < 2; i++) {
        make_path(path, "%s/%s", runtime_dir, below[i]);
        mkdir(path, 0755);
    }
    make_path(path, "%s/containers", work_dir);
    mkdir(path, 0755);
}

int main(int argc, char **argv) {
    if (argc < 5)
        return 64;
    leave_signals_to_bench();
    setvbuf(stdout, malloc(1 << 20), _IOFBF, 1 << 20); /* nothing written while the clock runs, nothing inherited */
    work_dir = argv[2];
    runtime_dir = argv[3];
    command = argv[4];
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    own_mounts(argc > 5 ? argv[5] : NULL);
    find_hierarchies(argv[1]);
    make_parents();
    null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL); /* inherited by the inits: no signal is lost */
    memset(config, 'x', sizeof config);
    char *words[MAX_WORDS];
    for (int n; (n = next_request(words));) {
        if (n == 2 && !strcmp(words[0], "size")) {
            config_size = atoi(words[1]);
        } else if (n == 4 && !strcmp(words[0], "run")) {
            run(atol(words[1]), atol(words[2]), atoi(words[3]));
        } else if (n == 3 && !strcmp(words[0], "burst") && atol(words[1]) <= MAX_BURST) {
            burst(atol(words[1]), atoi(words[2]));
        } else if (n == 3 && !strcmp(words[0], "alone") && atol(words[1]) <= MAX_BURST) {
            alone(atol(words[1]), words[2]);
        }
        puts("");
        fflush(stdout);
    }
    return 0;
}
