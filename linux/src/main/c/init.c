/* A container's first process: finishes the plan, starts the command, passes signals on, reaps, leaves the status. */
#include "plan.h"

static char command_stack[32768] __attribute__((aligned(4096)));

static void write_status(struct launch *l, int status, const struct report *failure) {
    char text[96], *end = text + sizeof text, *at = num_add(text, end, status);
    at = str_add(at, end, "\n");
    if (failure) {
        at = num_add(str_add(at, end, "failed "), end, failure->index);
        at = num_add(str_add(at, end, " "), end, failure->error);
        at = str_add(at, end, "\n");
    }
    if (l->status >= 0) /* one write: a reader sees nothing or everything */
        S4(pwrite64, l->status, text, at - text, 0);
}

/* Ends a launch that failed at the present step: the status file keeps it for a later engine, the report is for this one. */
void launch_failed(struct launch *l, long error) {
    struct report failure = {.kind = REPORT_FAILED, .index = l->plan.index, .error = (int)-error};
    if (!l->intermediate)
        write_status(l, 1 << 8, &failure);
    SYS(__NR_sendto, l->report, &failure, sizeof failure, MSG_NOSIGNAL, 0, 0);
    die(1);
}

/* Runs in the memory of the waiting init (vfork), so the failure is left where the init finds it. */
static int command_main(void *arg) {
    struct launch *l = arg;
    S0(setsid);
    S1(umask, 022);
    while (plan_step(l)) {
        long r = run_command_op(l, l->plan.at);
        if (r < 0 && !(l->plan.at->flags & OP_OPTIONAL)) {
            l->command_error = r;
            break;
        }
    }
    return 1;
}

static int start_command(struct launch *l) {
    long pid = clone_on_stack(CLONE_VM | CLONE_VFORK | SIGCHLD, command_stack + sizeof command_stack, command_main, l);
    if (pid < 0)
        launch_failed(l, pid);
    if (l->command_error < 0)
        launch_failed(l, l->command_error);
    S3(madvise, command_stack, sizeof command_stack, MADV_DONTNEED);
    return (int)pid;
}

/* Reaps all that has ended; true once the command is among it. */
static int reap(int command, int *status) {
    int ended = 0, s;
    for (long pid; (pid = S4(wait4, -1, &s, WNOHANG | __WALL, 0)) > 0;)
        if (pid == command) {
            *status = s;
            ended = 1;
        }
    return ended;
}

/* What ends a program that has not thought of it, as far as somebody would send it to end one. */
static int is_request_to_end(long signal) {
    return signal == SIGHUP || signal == SIGINT || signal == SIGQUIT || signal == SIGTERM;
}

/* Every signal is blocked since before this process existed, so each one sent to it waits here: none is lost. Without a
 * command (0) what is sent is meant for the init itself, which ends as if it had died of it. */
static int watch(int command) {
    u64 all = ~0UL;
    int status = 0;
    char info[128];
    for (;;) {
        long signal = S4(rt_sigtimedwait, &all, info, 0, 8);
        if (signal == SIGCHLD) {
            if (reap(command, &status))
                return status;
        } else if (signal > 0 && command) {
            S2(kill, command, signal);
        } else if (is_request_to_end(signal)) {
            return (int)signal;
        }
    }
}

/* What is left open would keep files, sockets and mounts of the host alive for as long as the container runs. */
static void close_the_rest(struct launch *l) {
    S3(close_range, 0, 2, 0);
    if (l->status < 0)
        sys_close(KEEP_STATUS);
    if (l->terminal < 0)
        sys_close(KEEP_TERMINAL);
    S3(close_range, KEEP_TERMINAL + 1, ~0U, 0);
}

void init_main(struct launch *l) {
    S3(close_range, OWN_FDS, ~0U, 0);
    S2(prctl, PR_SET_NAME, "container-init");
    S0(setsid);
    if (!(l->clone_flags & CLONE_NEWPID))
        S2(prctl, PR_SET_CHILD_SUBREAPER, 1);
    int more;
    while ((more = plan_step(l)) && l->plan.at->code != OP_FORK && l->plan.at->code != OP_PAUSE) {
        long r = run_setup_op(l, l->plan.at);
        if (r < 0 && !(l->plan.at->flags & OP_OPTIONAL))
            launch_failed(l, r);
    }
    int command = more && l->plan.at->code == OP_PAUSE ? 0 : start_command(l);
    if (l->status >= 0)
        S4(pwrite64, l->status, "r", 1, 0); /* whoever comes later knows that the command was started */
    struct report running = {.kind = REPORT_RUNNING};
    SYS(__NR_sendto, l->report, &running, sizeof running, MSG_NOSIGNAL, 0, 0);
    close_the_rest(l);
    S1(chdir, "/"); /* holds no directory of the container busy */
    int status = watch(command);
    write_status(l, status, NULL);
    die(0);
}
