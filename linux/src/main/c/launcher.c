/* The resident launcher: takes plans from engines over a socket, clones inits, reaps them. It keeps no state that
 * matters: what a later engine needs is in files, so its death loses nothing. Usage, by the engine only:
 *   containerizer-launcher LISTENING_FD SOCKET_PATH LOCK_PATH */
#include "plan.h"

ARCH_ENTRY;
ARCH_CLONE_ON_STACK;

#define MAX_CLIENTS 64
#define MAX_PENDING 8192
#define ENOUGH_FDS (OWN_FDS + MAX_CLIENTS + 3 * MAX_PENDING + 64)

struct client {
    int fd; /* -1: free */
    struct limit limits[LIMITS]; /* the engine's own, for its containers */
};

/* A launch whose command has not started yet. */
struct pending {
    u64 token;
    int client, report, gate, pid, pidfd; /* report -1: free */
    int by_helper;       /* a helper is at work, which will send the init's pidfd */
    struct report early; /* of an init that was faster than its helper; kind 0: none */
};

static struct client clients[MAX_CLIENTS];
static struct pending pending[MAX_PENDING];
static u32 pending_used;
static char buffer[MAX_MESSAGE] __attribute__((aligned(4096)));
static struct limit own_limits[LIMITS];
static int epoll, listening, paused, signals, host_ns, own_ns = -1, engines;
static const char *socket_path, *lock_path;

enum { TAG_LISTEN = 1, TAG_SIGNAL = 2, TAG_CLIENT = 3, TAG_REPORT = 4 };

/* An event may be of a predecessor: what was closed here lives on in a process that is just being born, and its place is
 * taken again. So nobody waits for what an event announces. */
static long watch_fd(int fd, u32 tag, u32 index) {
    struct epoll_event e = {.events = EPOLLIN, .data = (u64)tag << 32 | index};
    return S4(epoll_ctl, epoll, EPOLL_CTL_ADD, fd, &e);
}

/* Moves a descriptor of the launcher's own out of the range that plans use. */
static int own(long fd) {
    if (fd < 0)
        return (int)fd;
    long moved = S3(fcntl, fd, F_DUPFD_CLOEXEC, OWN_FDS);
    sys_close((int)fd);
    return (int)moved;
}

static void send_reply(long socket, const struct reply *r, int pidfd) {
    struct iovec_ iov = {(void *)r, sizeof *r};
    struct {
        struct cmsg_ head;
        int fd, pad;
    } control = {{sizeof(struct cmsg_) + sizeof(int), SOL_SOCKET, SCM_RIGHTS}, pidfd, 0};
    struct msghdr_ m = {.iov = &iov, .iovlen = 1};
    if (pidfd >= 0) {
        m.control = &control;
        m.controllen = sizeof control;
    }
    S3(sendmsg, socket, &m, MSG_NOSIGNAL);
}

static void reply(int client, u32 kind, u64 token, int pid, u32 index, int error, int pidfd) {
    if (client < 0 || clients[client].fd < 0)
        return;
    struct reply r = {.kind = kind, .token = token, .pid = pid, .index = index, .error = error};
    send_reply(clients[client].fd, &r, pidfd);
}

static void forget(struct pending *p) {
    sys_close(p->report); /* the only copy here, so epoll drops it too */
    if (p->gate >= 0)
        sys_close(p->gate);
    if (p->pidfd >= 0)
        sys_close(p->pidfd);
    p->report = -1;
}

static struct pending *new_pending(void) {
    for (u32 i = 0; i < pending_used; i++)
        if (pending[i].report < 0)
            return &pending[i];
    return pending_used < MAX_PENDING ? &pending[pending_used++] : NULL;
}

/* In the new process when it returns 0; otherwise its pid or -errno. */
static long clone_init(struct launch *l, int *pidfd) {
    struct clone_args args = {.flags = l->clone_flags};
    if (l->intermediate)
        args.flags |= CLONE_PARENT; /* takes the exit signal from the helper: SIGCHLD */
    else
        args.exit_signal = SIGCHLD;
    if (pidfd) {
        args.flags |= CLONE_PIDFD;
        args.pidfd = (u64)(uintptr_t)pidfd;
    }
    if (l->cgroup >= 0) {
        args.flags |= CLONE_INTO_CGROUP;
        args.cgroup = (u64)l->cgroup;
    }
    return S2(clone3, &args, sizeof args);
}

/* Runs the launcher's part of the plan. 0: the next step is CLONE or INTERMEDIATE. */
static long prepare(struct launch *l) {
    while (plan_step(l)) {
        const struct op *op = l->plan.at;
        if (op->code == OP_CLONE || op->code == OP_INTERMEDIATE)
            return 0;
        long r = run_setup_op(l, op);
        if (r < 0 && !(op->flags & OP_OPTIONAL))
            return r;
    }
    return -EBADMSG;
}

static int to_number(const char *s) {
    int n = 0;
    while (*s >= '0' && *s <= '9')
        n = n * 10 + *s++ - '0';
    return n;
}

/* A report, with the descriptor that came with a BORN, else -1. */
static long receive_report(int socket, struct report *report, int *fd) {
    struct iovec_ iov = {report, sizeof *report};
    struct {
        struct cmsg_ head;
        int fd, pad;
    } control;
    struct msghdr_ m = {.iov = &iov, .iovlen = 1, .control = &control, .controllen = sizeof control};
    long n = S3(recvmsg, socket, &m, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    *fd = n > 0 && m.controllen >= sizeof(struct cmsg_) + sizeof(int) ? control.fd : -1;
    return n;
}

static void report_born(int socket, int pidfd) {
    struct report born = {.kind = REPORT_BORN};
    struct iovec_ iov = {&born, sizeof born};
    struct {
        struct cmsg_ head;
        int fd, pad;
    } control = {{sizeof(struct cmsg_) + sizeof(int), SOL_SOCKET, SCM_RIGHTS}, pidfd, 0};
    struct msghdr_ m = {.iov = &iov, .iovlen = 1, .control = &control, .controllen = sizeof control};
    S3(sendmsg, socket, &m, MSG_NOSIGNAL);
}

/* A helper joins what the new process shall be born in, since joining a PID namespace takes effect on children only;
 * a PID namespace inside the joined one needs a second helper, which is in it. Each is the launcher's child, as the
 * init will be. Nobody waits for it: what it enters belongs to a container, which may be frozen or slow. */
__attribute__((noreturn)) static void intermediate_main(struct launch *l) {
    S3(close_range, OWN_FDS, ~0U, 0);
    l->intermediate = 1;
    long r = prepare(l);
    if (r < 0)
        launch_failed(l, r);
    l->clone_flags = l->plan.at->arg[0];
    if (l->entered & l->clone_flags & CLONE_NEWPID) {
        struct clone_args inside = {.flags = CLONE_PARENT};
        long second = S2(clone3, &inside, sizeof inside);
        if (second < 0)
            launch_failed(l, second);
        if (second > 0)
            die(0);
    }
    int pidfd = -1;
    long pid = clone_init(l, &pidfd);
    if (pid < 0)
        launch_failed(l, pid);
    if (pid == 0) {
        l->intermediate = 0;
        init_main(l);
    }
    report_born(l->report, pidfd);
    die(0);
}

/* The process behind a pidfd, as this PID namespace numbers it. */
static long pid_of(int pidfd) {
    char path[64], text[512];
    num_add(str_add(path, path + sizeof path, "/proc/self/fdinfo/"), path + sizeof path, pidfd);
    long fd = sys_open(path, O_RDONLY, 0);
    if (fd < 0)
        return fd;
    long n = S3(read, fd, text, sizeof text - 1);
    sys_close((int)fd);
    text[n > 0 ? n : 0] = 0;
    for (char *s = text; *s; s++)
        if (s[0] == 'P' && s[1] == 'i' && s[2] == 'd' && s[3] == ':' && s[4] == '\t')
            return to_number(s + 5);
    return -ESRCH;
}

static long start_helper(struct launch *l) {
    struct clone_args args = {.exit_signal = SIGCHLD};
    long helper = S2(clone3, &args, sizeof args);
    if (helper == 0)
        intermediate_main(l);
    return helper;
}

static void close_slots(struct launch *l) {
    for (int i = 0; i < MAX_SLOTS; i++)
        if (l->slot[i] >= 0)
            sys_close(l->slot[i]);
    if (l->cgroup >= 0)
        sys_close(l->cgroup);
}

/* The channel must not raise SIGPIPE in an init: the signal would be passed on to the command. Hence a socket. */
static long open_channels(struct launch *l, const struct request *q, struct pending *p) {
    int pair[2];
    long r = S4(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
    if (r < 0)
        return r;
    p->report = own(pair[0]);
    l->report = pair[1];
    r = p->report < 0 ? p->report : watch_fd(p->report, TAG_REPORT, (u32)(p - pending));
    if (r < 0 || !(q->flags & REQ_GATED))
        return r;
    if ((r = S2(pipe2, pair, O_CLOEXEC)) < 0)
        return r;
    l->gate = pair[0];
    p->gate = own(pair[1]);
    return p->gate < 0 ? p->gate : 0;
}

/* An init that cannot be kept track of must not live. */
static long keep_init(struct pending *p, int pidfd) {
    long kept = pidfd < 0 ? -EMFILE : S3(fcntl, pidfd, F_DUPFD_CLOEXEC, OWN_FDS);
    if (kept < 0 && pidfd >= 0)
        S4(pidfd_send_signal, pidfd, SIGKILL, 0, 0);
    if (pidfd >= 0)
        sys_close(pidfd);
    p->pidfd = kept < 0 ? -1 : (int)kept;
    return kept < 0 ? kept : 0;
}

static void launch(int client, const struct request *q, struct launch *l) {
    struct pending *p = new_pending();
    if (!p) {
        reply(client, REP_FAILED, q->token, 0, 0, EAGAIN, -1);
        return;
    }
    *p = (struct pending){.token = q->token, .client = client, .report = -1, .gate = -1, .pidfd = -1};
    long r = open_channels(l, q, p);
    if (r == 0)
        r = prepare(l);
    if (r == 0) {
        if (l->plan.at->code == OP_INTERMEDIATE) {
            p->by_helper = 1;
            r = start_helper(l);
        } else {
            l->clone_flags = l->plan.at->arg[0];
            r = clone_init(l, &p->pidfd);
            if (r == 0)
                init_main(l);
            p->pid = (int)r;
            if (r > 0)
                r = keep_init(p, p->pidfd);
        }
    }
    if (l->report >= 0)
        sys_close(l->report);
    if (l->gate >= 0)
        sys_close(l->gate);
    if (r < 0) {
        reply(client, REP_FAILED, q->token, 0, l->plan.index, (int)-r, -1);
        if (p->report >= 0)
            forget(p);
    }
}

/* Passes on what an init says. */
static void answer(struct pending *p, const struct report *r) {
    if (r->kind == REPORT_GATED) {
        reply(p->client, REP_GATED, p->token, p->pid, r->index, 0, p->pidfd);
        return;
    }
    if (r->kind == REPORT_FAILED)
        reply(p->client, REP_FAILED, p->token, p->pid, r->index, r->error, p->pidfd);
    else
        reply(p->client, REP_LAUNCHED, p->token, p->pid, 0, 0, p->pidfd);
    forget(p);
}

static void on_report(struct pending *p) {
    struct report r;
    int pidfd;
    long n = receive_report(p->report, &r, &pidfd);
    if (n == -EINTR || n == -EAGAIN)
        return;
    if (n == sizeof r && r.kind == REPORT_BORN) {
        p->by_helper = 0;
        long lost = keep_init(p, pidfd);
        p->pid = lost ? 0 : (int)pid_of(p->pidfd);
        r = lost ? (struct report){.kind = REPORT_FAILED, .error = (int)-lost} : p->early;
        p->early.kind = 0;
        if (r.kind)
            answer(p, &r);
    } else if (n == sizeof r && p->by_helper) {
        p->early = r; /* from an init: its pidfd is to come. From a helper that failed: nothing is, and it ends */
    } else if (n == sizeof r) {
        answer(p, &r);
    } else {
        r = (struct report){.kind = REPORT_FAILED}; /* whoever was at work was killed before it could say a word */
        answer(p, p->early.kind ? &p->early : &r);
    }
}

static void open_gate(int client, u64 token) {
    for (u32 i = 0; i < pending_used; i++) {
        struct pending *p = &pending[i];
        if (p->report >= 0 && p->client == client && p->token == token && p->gate >= 0) {
            S3(write, p->gate, "", 1);
            sys_close(p->gate);
            p->gate = -1;
        }
    }
}

/* Makes a mount namespace that holds only the given mounts of the host (all, when none is given), private: what a
 * container costs does not depend on how many mounts the host has. Strings: a staging directory, then mount points,
 * parents first; "/" is implied. */
static long make_view(const char *at, u32 len) {
    const char *end = at + len, *staging = at;
    long r = S1(unshare, CLONE_NEWNS);
    if (r == 0)
        r = S5(mount, "none", "/", "", MS_REC | MS_PRIVATE, "");
    if (r < 0)
        return r;
    at += str_len(at) + 1;
    if (at < end) {
        long root = S3(open_tree, AT_FDCWD, "/", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
        if (root < 0)
            return root;
        r = S5(move_mount, root, "", AT_FDCWD, staging, MOVE_MOUNT_F_EMPTY_PATH);
        for (; r == 0 && at < end; at += str_len(at) + 1) {
            long tree = S3(open_tree, AT_FDCWD, at, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
            if (tree < 0)
                continue; /* unmounted meanwhile, or hidden below another mount */
            S5(move_mount, tree, "", root, at + 1, MOVE_MOUNT_F_EMPTY_PATH);
            sys_close((int)tree);
        }
        if (r == 0)
            r = S1(fchdir, root);
        if (r == 0)
            r = S2(pivot_root, ".", ".");
        if (r == 0)
            r = S2(umount2, ".", MNT_DETACH);
        sys_close((int)root);
    }
    return r == 0 ? S1(chdir, "/") : r;
}

/* A view that cannot be made leaves the former one in place. */
static long host_view(const char *at, u32 len) {
    long r = S2(setns, host_ns, 0);
    if (r < 0)
        return r;
    r = make_view(at, len);
    int made = r < 0 ? (int)r : own(sys_open("/proc/self/ns/mnt", O_RDONLY, 0));
    if (made < 0) {
        if (S2(setns, own_ns >= 0 ? own_ns : host_ns, 0) < 0)
            die(70); /* in half a view nothing may be launched */
        return made;
    }
    if (own_ns >= 0)
        sys_close(own_ns);
    own_ns = made;
    return 0;
}

static void drop_client(u32 index) {
    sys_close(clients[index].fd);
    clients[index].fd = -1;
    engines--;
    for (u32 i = 0; i < pending_used; i++)
        if (pending[i].report >= 0 && pending[i].client == (int)index)
            forget(&pending[i]); /* an init at its gate sees it closed and gives up */
}

#define UNCHANGEABLE (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

static long plan_in_fd(int fd, struct plan *plan) {
    struct statx x;
    long seals = S3(fcntl, fd, F_GET_SEALS, 0);
    if (seals < 0 || (seals & UNCHANGEABLE) != UNCHANGEABLE ||
        S5(statx, fd, "", AT_EMPTY_PATH, STATX_SIZE, &x) < 0 || x.stx_size < plan->len)
        return -EBADMSG;
    long at = SYS(__NR_mmap, 0, plan->len, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at < 0 && at > -4096)
        return at;
    plan->bytes = (const char *)at;
    return 0;
}

static void on_launch(u32 client, const struct request *q, const int *fds, u32 count) {
    struct launch l = {.report = -1, .gate = -1, .cgroup = -1, .root = -1, .status = -1, .terminal = -1,
                       .terminal_peer = -1, .host_ns = host_ns, .own_ns = own_ns,
                       .limits = clients[client].limits, .inherited = own_limits};
    for (int i = 0; i < MAX_SLOTS; i++)
        l.slot[i] = -1;
    int mapped = !!(q->flags & REQ_PLAN_IN_FD);
    for (u32 i = 0; i < count; i++)
        l.slot[i] = fds[i];
    l.plan = (struct plan){.bytes = (const char *)(q + 1), .len = q->plan_len};
    long r = mapped && count < 1 ? -EBADMSG : 0;
    if (r == 0 && mapped) {
        int memory = fds[0];
        r = plan_in_fd(memory, &l.plan);
        sys_close(memory);
        for (u32 i = 0; i + 1 < count; i++)
            l.slot[i] = fds[i + 1];
        l.slot[count - 1] = -1;
    }
    if (r == 0)
        r = plan_check(&l.plan);
    if (r < 0)
        reply((int)client, REP_FAILED, q->token, 0, l.plan.index, (int)-r, -1);
    else
        launch((int)client, q, &l);
    close_slots(&l);
    if (mapped && l.plan.bytes != (const char *)(q + 1))
        S2(munmap, l.plan.bytes, l.plan.len);
}

static void on_client(u32 index) {
    struct iovec_ iov = {buffer, sizeof buffer};
    union {
        struct cmsg_ head;
        char bytes[sizeof(struct cmsg_) + MAX_RECEIVED * sizeof(int)];
    } control;
    struct msghdr_ m = {.iov = &iov, .iovlen = 1, .control = &control, .controllen = sizeof control};
    long n = S3(recvmsg, clients[index].fd, &m, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (n == -EINTR || n == -EAGAIN)
        return;
    const struct request *q = (const struct request *)buffer;
    if (n < (long)sizeof *q) {
        drop_client(index);
        return;
    }
    const int *fds = (const int *)(control.bytes + sizeof(struct cmsg_));
    u32 count = 0;
    if (m.controllen >= sizeof(struct cmsg_) && control.head.type == SCM_RIGHTS)
        count = (u32)((control.head.len - sizeof(struct cmsg_)) / sizeof(int));
    u32 inside = (u32)(n - (long)sizeof *q);
    if (q->kind == REQ_LAUNCH && (q->flags & REQ_PLAN_IN_FD || q->plan_len == inside)) {
        on_launch(index, q, fds, count);
        return;
    }
    if (q->kind == REQ_GO)
        open_gate((int)index, q->token);
    else if (q->kind == REQ_HOST_VIEW && inside && !buffer[n - 1]) {
        long r = host_view(buffer + sizeof *q, inside);
        reply((int)index, REP_DONE, q->token, 0, 0, (int)-r, -1);
    } else
        reply((int)index, REP_FAILED, q->token, 0, 0, EBADMSG, -1);
    for (u32 i = 0; i < count; i++)
        sys_close(fds[i]);
}

/* Only the user that the launcher runs as may use it, whatever the mode of the socket's directory. 0: another user. */
static int trusted_peer(long fd, struct ucred_ *peer) {
    u32 size = sizeof *peer;
    return S5(getsockopt, fd, SOL_SOCKET, SO_PEERCRED, peer, &size) == 0 && (long)peer->uid == S0(geteuid);
}

static long read_limits(int pid, struct limit *limits) {
    long r = 0;
    for (int i = 0; i < LIMITS && r == 0; i++)
        r = S4(prlimit64, pid, i, 0, &limits[i]);
    return r;
}

/* 0, or why the engine cannot be served. */
static long take_client(long fd, const struct ucred_ *peer) {
    u32 i = 0;
    while (i < MAX_CLIENTS && clients[i].fd >= 0)
        i++;
    if (i == MAX_CLIENTS)
        return -EUSERS;
    long r = read_limits(peer->pid, clients[i].limits);
    if (r < 0)
        return r;
    long moved = S3(fcntl, fd, F_DUPFD_CLOEXEC, OWN_FDS);
    if (moved < 0)
        return moved;
    r = watch_fd((int)moved, TAG_CLIENT, i);
    if (r < 0) {
        sys_close((int)moved);
        return r;
    }
    clients[i].fd = (int)moved;
    engines++;
    return 0;
}

/* Whoever waits in the queue keeps the socket readable: while nobody can be accepted, it is not looked at. */
static void pause_listening(void) {
    S4(epoll_ctl, epoll, EPOLL_CTL_DEL, listening, 0);
    paused = 1;
}

static int accept_client(void) {
    long fd = S4(accept4, listening, 0, 0, SOCK_CLOEXEC);
    if (fd < 0) {
        if (fd != -EAGAIN && fd != -EINTR && fd != -ECONNABORTED)
            pause_listening();
        return 0;
    }
    struct ucred_ peer;
    long r = trusted_peer(fd, &peer) ? take_client(fd, &peer) : 0;
    if (r < 0) {
        struct reply refusal = {.kind = REP_REFUSED, .error = (int)-r};
        send_reply(fd, &refusal, -1);
    }
    sys_close((int)fd);
    return 1;
}

/* Reaps what has ended; true while children are left. */
static int reap_all(void) {
    int status;
    long pid;
    while ((pid = S4(wait4, -1, &status, WNOHANG | __WALL, 0)) > 0)
        ;
    return pid != -ECHILD;
}

/* With no engine and no container there is nothing to stay for. Engines connect under the same lock, so none can
 * be on its way while we hold it. */
static int leave(void) {
    long lock = sys_open(lock_path, O_RDWR, 0);
    if (lock >= 0 && S2(flock, lock, LOCK_EX | LOCK_NB) < 0) {
        sys_close((int)lock);
        return -EAGAIN;
    }
    if (accept_client() || reap_all()) {
        sys_close((int)lock);
        return 0;
    }
    struct statx here, there;
    if (S5(statx, AT_FDCWD, lock_path, 0, STATX_INO, &there) == 0 &&
        S5(statx, lock, "", AT_EMPTY_PATH, STATX_INO, &here) == 0 && here.stx_ino == there.stx_ino)
        S3(unlinkat, AT_FDCWD, socket_path, 0);
    die(0);
}

static void serve(void) {
    struct epoll_event events[64];
    int again = 0; /* an engine held the lock when the launcher wanted to leave: it asks again soon */
    for (;;) {
        long n = SYS(__NR_epoll_pwait, epoll, events, 64, again || paused ? 100 : -1, 0, 0);
        if (paused && n == 0)
            paused = watch_fd(listening, TAG_LISTEN, 0) < 0;
        for (long i = 0; i < n; i++) {
            u32 index = (u32)events[i].data;
            switch (events[i].data >> 32) {
            case TAG_LISTEN:
                accept_client();
                break;
            case TAG_CLIENT:
                if (clients[index].fd >= 0)
                    on_client(index);
                break;
            case TAG_REPORT:
                if (pending[index].report >= 0)
                    on_report(&pending[index]);
                break;
            case TAG_SIGNAL: {
                char info[128 * 8];
                S3(read, signals, info, sizeof info);
                reap_all();
                break;
            }
            }
        }
        again = !engines && !reap_all() && leave() < 0;
    }
}

#define SHORT_SLICE 100000 /* ns; the least the kernel grants: on a busy host launches then wait 0.5 ms instead of 4 */

/* Whichever engine came first started the launcher; how that one ranked is no business of other engines' containers. */
static void reset_priorities(void) {
    struct sched_attr usual = {.size = sizeof usual, .sched_policy = SCHED_NORMAL, .sched_runtime = SHORT_SLICE};
    if (S3(sched_setattr, 0, &usual, 0) < 0)
        set_slice(SHORT_SLICE);
    u64 all_cpus[128]; /* the kernel takes away what there is not, and what the cpuset forbids */
    for (size_t i = 0; i < sizeof all_cpus / sizeof *all_cpus; i++)
        all_cpus[i] = ~0UL;
    S3(sched_setaffinity, 0, sizeof all_cpus, all_cpus);
    S3(ioprio_set, IOPRIO_WHO_PROCESS, 0, 0);
    write_path("/proc/self/oom_score_adj", "0", 1);
}

/* So that neither the launcher nor an init fails for want of something; each command gets its engine's limits back. */
static void raise_limits(void) {
    static const int needed[] = {RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_AS, RLIMIT_NOFILE};
    read_limits(0, own_limits);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        struct limit *own = &own_limits[needed[i]], most = {RLIM_INFINITY, RLIM_INFINITY};
        if (needed[i] == RLIMIT_NOFILE)
            most.soft = most.hard = own->hard > ENOUGH_FDS ? own->hard : ENOUGH_FDS;
        if (S4(prlimit64, 0, needed[i], &most, 0) < 0) {
            most.soft = most.hard = own->hard;
            S4(prlimit64, 0, needed[i], &most, 0);
        }
    }
    read_limits(0, own_limits);
}

/* For want of descriptors there will be no launch: says so to the engine that waits for it, and makes way. */
__attribute__((noreturn)) static void refuse_and_leave(int socket, const char *path) {
    long fd = S4(accept4, socket, 0, 0, SOCK_CLOEXEC);
    struct reply refusal = {.kind = REP_REFUSED, .error = EMFILE};
    S3(unlinkat, AT_FDCWD, path, 0);
    send_reply(fd, &refusal, -1);
    die(71);
}

static int take_over_process(int from_engine, const char *path) {
    u64 all = ~0UL;
    S4(rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
    u64 action[4] = {0}; /* SIG_DFL: an ignored signal would stay ignored in every command */
    for (int s = 1; s <= SIGRTMAX; s++)
        S4(rt_sigaction, s, action, 0, 8);
    S0(setsid);
    S1(umask, 0);
    S1(chdir, "/");
    S2(prctl, PR_SET_NAME, "ctzr-launcher");
    S2(prctl, PR_SET_DUMPABLE, 0);
    S2(prctl, PR_SET_CHILD_SUBREAPER, 1);
    reset_priorities();
    raise_limits();
    if (own_limits[RLIMIT_NOFILE].soft < OWN_FDS + 4 * MAX_SLOTS)
        refuse_and_leave(from_engine, path);
    listening = (int)S3(fcntl, from_engine, F_DUPFD_CLOEXEC, OWN_FDS);
    S3(fcntl, listening, F_SETFL, O_RDWR | O_NONBLOCK);
    long null = S4(openat, AT_FDCWD, "/dev/null", O_RDWR, 0);
    for (int fd = 0; fd <= KEEP_TERMINAL; fd++)
        if (null != fd)
            S3(dup3, null, fd, 0);
    S3(close_range, KEEP_TERMINAL + 1, OWN_FDS - 1, 0);
    S3(close_range, listening + 1, ~0U, 0);
    return listening;
}

/* Called by the entry point with the stack the kernel made: argc, argv. */
__attribute__((used, noreturn)) void start(long *stack) {
    char **argv = (char **)(stack + 1);
    if (stack[0] != 4 || take_over_process(to_number(argv[1]), argv[2]) < 0)
        die(64);
    socket_path = argv[2];
    lock_path = argv[3];
    for (int i = 0; i < MAX_CLIENTS; i++)
        clients[i].fd = -1;
    epoll = own(S1(epoll_create1, O_CLOEXEC));
    host_ns = own(sys_open("/proc/self/ns/mnt", O_RDONLY, 0));
    u64 children = 1UL << (SIGCHLD - 1);
    signals = own(S4(signalfd4, -1, &children, 8, SFD_CLOEXEC | O_NONBLOCK));
    if (epoll < 0 || host_ns < 0 || signals < 0 || watch_fd(listening, TAG_LISTEN, 0) < 0 ||
        watch_fd(signals, TAG_SIGNAL, 0) < 0)
        die(71);
    serve();
    die(0);
}
