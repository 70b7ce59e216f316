/* What the engine sends and gets: io.containerizer.launch.wire holds the other end; both are pinned by golden tests. */
#ifndef PLAN_H
#define PLAN_H

#include "sys.h"

#define PROTOCOL_VERSION 1
#define MAX_MESSAGE 131072 /* a larger plan comes in a memfd */
#define MAX_SLOTS 48
#define MAX_RECEIVED 16
/* Kept by an init for its whole life, free in the launcher for this reason. The engine fetches the terminal's
 * master with pidfd_getfd to attach to the container. */
#define KEEP_STATUS 3
#define KEEP_TERMINAL 4
#define OWN_FDS 256 /* descriptors from here on are the launcher's own; an init closes them all at once */

enum request_kind { REQ_LAUNCH = 1, REQ_GO = 2, REQ_HOST_VIEW = 3 };
#define REQ_PLAN_IN_FD 1 /* the first descriptor, a memory file that nobody can change any more, holds the plan */
#define REQ_GATED 2      /* the plan has a GATE: announce the init, wait for REQ_GO */

struct request {
    u32 kind, flags;
    u64 token;
    u32 plan_len, pad;
};

/* REFUSED answers a connection, not a request: EUSERS for too many engines, EMFILE for too few descriptors. */
enum reply_kind { REP_LAUNCHED = 1, REP_FAILED = 2, REP_GATED = 3, REP_DONE = 4, REP_REFUSED = 5 };

struct reply {
    u32 kind;
    int pid;
    u64 token;
    u32 index; /* of the operation that failed */
    int error; /* errno; 0 with REP_FAILED: the init died without a word */
};

/* One step of a plan. The program is linear: the launcher runs it up to CLONE (up to INTERMEDIATE, then a helper
 * process up to CLONE), the init up to FORK, the command's process up to EXEC. */
enum op_code {
    OP_MKDIR = 1,     /* path; mode, exist_ok */
    OP_WRITE = 2,     /* path, data */
    OP_OPEN = 3,      /* path; slot, flags, mode */
    OP_TREE = 4,      /* path; slot, recursive: a detached copy of a host mount */
    OP_CGROUP = 5,    /* path of the v2 cgroup that CLONE clones into */
    OP_INTERMEDIATE = 6,
    OP_ENTER = 7,     /* slot of a pidfd, namespace flags */
    OP_CLONE = 8,     /* namespace flags */
    OP_LOCK = 9,      /* slot of the status file, open read-write */
    OP_JOIN = 10,     /* path of a v1 "tasks" file, unless it is open: slot or -1 */
    OP_ROOT = 11,     /* path of the new root file system; slot of a TREE or -1, read-only */
    OP_MOUNT = 12,    /* source, target, type, data, subpath; flags, place, create, slot, owner, mode */
    OP_SYMLINK = 13,  /* content, path in root */
    OP_MKNOD = 14,    /* path in root; mode, device */
    OP_MASK = 15,     /* path in root */
    OP_READONLY = 16, /* path in root */
    OP_PIVOT = 17,
    OP_HOSTNAME = 18, /* name */
    OP_TTY = 19,      /* rows, columns, owner */
    OP_GATE = 20,
    OP_FORK = 21,
    OP_STDIO = 22,    /* slots for 0, 1, 2; -1: /dev/null */
    OP_RLIMIT = 23,   /* resource, soft, hard */
    OP_CHDIR = 24,    /* path; create */
    OP_GROUPS = 25,   /* raw u32 group ids */
    OP_GID = 26,
    OP_UID = 27,
    OP_CAPS = 28,     /* effective, permitted, inheritable, bounding, ambient as bit sets */
    OP_NO_NEW_PRIVS = 29,
    OP_EXEC = 30,     /* file, search path, argv..., env...; argc, envc */
    OP_MAKE_DIR_IN_ROOT = 31, /* path in root; mode */
    OP_DIE_WITH_INIT = 32,
    OP_DROP_BOUNDING = 33, /* bounding as a bit set: before the uid changes */
    OP_LIMITS = 34,        /* the rlimits of the engine that asked */
    OP_OPEN_LOG = 35,      /* directory, path below; slot */
    OP_OVERLAY = 36,       /* path of the host, upper or "", work, base, layers below it from the top;
                              slot of a TREE of the base or -1, whether it is the new root */
    OP_PAUSE = 37,         /* in place of FORK: no command, the init alone stays */
};
#define MAX_LAYERS 256
#define PLACE_NO_LINKS 2 /* in OP_MOUNT's place: a symbolic link on the way to the target is an error */
#define OP_OPTIONAL 1 /* a failure of this step does not fail the launch */

struct op {
    u16 code, flags;
    u32 len; /* with this header, a multiple of 8 */
    u32 strings;
    u32 bytes; /* of payload behind the header, without the padding */
    u64 arg[6];
};

/* What an init says to the launcher while its container is being set up; BORN is from its helper, with its pidfd. */
enum report_kind { REPORT_RUNNING = 1, REPORT_FAILED = 2, REPORT_GATED = 3, REPORT_BORN = 4 };

struct report {
    u32 kind, index;
    int error;
};

/* A file system that this launch has mounted. What is below it is looked up from here: the names that lead to it may be
 * those of a root file system whose owner exchanges them meanwhile. */
#define MAX_MOUNTED 16
struct mounted {
    const char *path; /* in the plan */
    int fd;
};

#define LIMITS 16 /* the kernel's resources */
struct limit {
    u64 soft, hard;
};

struct plan {
    const char *bytes;
    u32 len;
    const struct op *at; /* the step under way */
    u32 index;
};

/* State of one launch, inherited by each process that continues the plan. */
struct launch {
    struct plan plan;
    int slot[MAX_SLOTS];
    int report, gate; /* the container's ends */
    int cgroup;       /* directory for CLONE_INTO_CGROUP */
    int root;         /* the new root file system, or -1: the host's */
    int status, terminal, terminal_peer;
    struct mounted mounted[MAX_MOUNTED];
    u32 mounted_count;
    u64 clone_flags, entered; /* namespaces, as clone flags */
    int intermediate; /* this process is the helper between launcher and init */
    long command_error; /* left by the command's process before its exec */
    int host_ns, own_ns; /* mount namespaces: the host's and the launcher's */
    const struct limit *limits, *inherited; /* the engine's, and those an init starts with */
};

const char *op_string(const struct op *op, u32 n);
int plan_check(struct plan *plan);
int plan_step(struct launch *l);
long run_setup_op(struct launch *l, const struct op *op);
long run_command_op(struct launch *l, const struct op *op);
long exec_command(const struct op *op);
void init_main(struct launch *l) __attribute__((noreturn));
void launch_failed(struct launch *l, long error) __attribute__((noreturn));

#endif
