/* The steps of the command's own process: identity, limits, and the program that takes its place. */
#include "plan.h"

static long stdio_op(struct launch *l, const struct op *op) {
    int from[3];
    for (int i = 0; i < 3; i++) {
        int64_t n = (int64_t)op->arg[i];
        if (l->terminal_peer >= 0)
            from[i] = l->terminal_peer;
        else if (n >= 0 && n < MAX_SLOTS)
            from[i] = l->slot[n] >= 0 ? l->slot[n] : -EBADF;
        else
            from[i] = (int)sys_open("/dev/null", i ? O_WRONLY : O_RDONLY, 0);
        if (from[i] < 0)
            return from[i];
    }
    for (int i = 0; i < 3; i++) {
        long r = S3(dup3, from[i], i, 0);
        if (r < 0)
            return r;
    }
    return l->terminal_peer >= 0 ? S3(ioctl, 0, TIOCSCTTY, 0) : 0;
}

static long make_dirs(const char *path) {
    char part[4096];
    size_t len = str_len(path);
    if (len >= sizeof part)
        return -ENAMETOOLONG;
    for (size_t i = 1; i <= len; i++) {
        if (path[i] && path[i] != '/')
            continue;
        memcpy(part, path, i);
        part[i] = 0;
        long r = S3(mkdirat, AT_FDCWD, part, 0755);
        if (r < 0 && r != -EEXIST)
            return r;
    }
    return 0;
}

static long chdir_op(const struct op *op) {
    const char *path = op_string(op, 0);
    long r = S1(chdir, path);
    if (r == -ENOENT && op->arg[0] && (r = make_dirs(path)) == 0)
        r = S1(chdir, path);
    return r;
}

static long drop_bounding(u64 keep) {
    for (int cap = 0; cap < 64; cap++) {
        if (keep >> cap & 1)
            continue;
        long has = S2(prctl, PR_CAPBSET_READ, cap);
        if (has == -EINVAL)
            break; /* the kernel knows no more */
        long r = has == 1 ? S2(prctl, PR_CAPBSET_DROP, cap) : 0;
        if (r < 0)
            return r;
    }
    return 0;
}

static long caps_op(const struct op *op) {
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    for (int i = 0; i < 2; i++) {
        data[i].effective = (u32)(op->arg[0] >> 32 * i);
        data[i].permitted = (u32)(op->arg[1] >> 32 * i);
        data[i].inheritable = (u32)(op->arg[2] >> 32 * i);
    }
    long r = S2(capset, &head, data);
    if (r < 0)
        return r;
    S5(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (int cap = 0; cap < 64; cap++)
        if (op->arg[4] >> cap & 1 && (r = S5(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0)) < 0)
            return r;
    return 0;
}

static long limits_op(struct launch *l) {
    for (int i = 0; i < LIMITS; i++) {
        const struct limit *wanted = &l->limits[i], *has = &l->inherited[i];
        long r = wanted->soft == has->soft && wanted->hard == has->hard ? 0 : S4(prlimit64, 0, i, wanted, 0);
        if (r < 0)
            return r;
    }
    return 0;
}

long run_command_op(struct launch *l, const struct op *op) {
    switch (op->code) {
    case OP_STDIO:
        return stdio_op(l, op);
    case OP_LIMITS:
        return limits_op(l);
    case OP_RLIMIT: {
        u64 limit[2] = {op->arg[1], op->arg[2]};
        return S4(prlimit64, 0, op->arg[0], limit, 0);
    }
    case OP_CHDIR:
        return chdir_op(op);
    case OP_GROUPS:
        return S2(setgroups, op->bytes / 4, op + 1);
    case OP_GID:
        return S3(setresgid, op->arg[0], op->arg[0], op->arg[0]);
    case OP_UID: {
        long r = S2(prctl, PR_SET_KEEPCAPS, op->arg[1]);
        return r < 0 ? r : S3(setresuid, op->arg[0], op->arg[0], op->arg[0]);
    }
    case OP_DROP_BOUNDING:
        return drop_bounding(op->arg[0]);
    case OP_CAPS:
        return caps_op(op);
    case OP_NO_NEW_PRIVS:
        return S5(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    case OP_DIE_WITH_INIT:
        return S2(prctl, PR_SET_PDEATHSIG, SIGKILL);
    case OP_EXEC:
        return exec_command(op);
    default:
        return run_setup_op(l, op);
    }
}

/* Tries dir/file; an empty dir is the working directory, as in every shell. */
static long exec_in(const char *dir, size_t dir_len, const char *file, const char **argv, const char **envp) {
    char path[4096];
    size_t len = str_len(file);
    if (dir_len + len + 2 > sizeof path)
        return -ENAMETOOLONG;
    memcpy(path, dir, dir_len);
    if (dir_len)
        path[dir_len++] = '/';
    memcpy(path + dir_len, file, len + 1);
    return S3(execve, path, argv, envp);
}

static int has_slash(const char *s) {
    while (*s && *s != '/')
        s++;
    return *s == '/';
}

/* Like execvp: the search goes on past what is missing, and "permission denied" is remembered as the better reason. */
static long search(const char *file, const char *dirs, const char **argv, const char **envp) {
    long best = -ENOENT;
    for (;;) {
        size_t n = 0;
        while (dirs[n] && dirs[n] != ':')
            n++;
        long r = exec_in(dirs, n, file, argv, envp);
        if (r == -EACCES)
            best = r;
        else if (r != -ENOENT && r != -ENOTDIR && r != -ELOOP && r != -ENAMETOOLONG)
            return r;
        if (!dirs[n])
            break;
        dirs += n + 1;
    }
    if (best == -ENOENT) /* last, the working directory: a task may name a program it fetched */
        best = exec_in("", 0, file, argv, envp);
    return best;
}

long exec_command(const struct op *op) {
    static const char *few[1024];
    u64 argc = op->arg[0], envc = op->arg[1];
    const char **list = few;
    if (argc + envc + 2 > sizeof few / sizeof *few) {
        long at = SYS(__NR_mmap, 0, (argc + envc + 2) * sizeof *few, 3 /* read, write */, 0x22 /* private */, -1, 0);
        if (at < 0 && at > -4096)
            return at;
        list = (const char **)at;
    }
    const char *file = op_string(op, 0), *dirs = op_string(op, 1), *s = op_string(op, 2);
    const char **argv = list, **envp = list + argc + 1;
    for (u64 i = 0; i < argc; i++, s += str_len(s) + 1)
        argv[i] = s;
    for (u64 i = 0; i < envc; i++, s += str_len(s) + 1)
        envp[i] = s;
    argv[argc] = envp[envc] = NULL;
    S3(close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC);
    set_slice(0);
    u64 none = 0;
    S4(rt_sigprocmask, SIG_SETMASK, &none, 0, 8);
    return has_slash(file) ? S3(execve, file, argv, envp) : search(file, dirs, argv, envp);
}
