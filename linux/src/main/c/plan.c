#include "plan.h"

/* gcc may call these for copies and zeroing even in a freestanding program. */
void *memcpy(void *to, const void *from, size_t n) {
    char *t = to;
    for (const char *f = from; n; n--)
        *t++ = *f++;
    return to;
}

void *memset(void *to, int c, size_t n) {
    for (char *t = to; n; n--)
        *t++ = (char)c;
    return to;
}

static const char *payload(const struct op *op) {
    return (const char *)(op + 1);
}

const char *op_string(const struct op *op, u32 n) {
    const char *s = payload(op);
    for (; n; n--)
        s += str_len(s) + 1;
    return s;
}

/* What the code of an operation reads: so many strings, and slots in the arguments of which the bits are set; of those
 * that may name none the bits are in `maybe` too. */
struct shape {
    u8 known, strings, slots, maybe;
};

static const struct shape shapes[] = {
    [OP_MKDIR] = {1, 1, 0, 0},
    [OP_WRITE] = {1, 2, 0, 0},
    [OP_OPEN] = {1, 1, 1 << 0, 0},
    [OP_TREE] = {1, 1, 1 << 0, 0},
    [OP_CGROUP] = {1, 1, 0, 0},
    [OP_INTERMEDIATE] = {1, 0, 0, 0},
    [OP_ENTER] = {1, 0, 1 << 0, 0},
    [OP_CLONE] = {1, 0, 0, 0},
    [OP_LOCK] = {1, 0, 1 << 0, 0},
    [OP_JOIN] = {1, 1, 1 << 0, 1 << 0},
    [OP_ROOT] = {1, 1, 1 << 0, 1 << 0},
    [OP_MOUNT] = {1, 5, 1 << 3, 1 << 3},
    [OP_SYMLINK] = {1, 2, 0, 0},
    [OP_MKNOD] = {1, 1, 0, 0},
    [OP_MASK] = {1, 1, 0, 0},
    [OP_READONLY] = {1, 1, 0, 0},
    [OP_PIVOT] = {1, 0, 0, 0},
    [OP_HOSTNAME] = {1, 1, 0, 0},
    [OP_TTY] = {1, 0, 0, 0},
    [OP_GATE] = {1, 0, 0, 0},
    [OP_FORK] = {1, 0, 0, 0},
    [OP_STDIO] = {1, 0, 7, 7},
    [OP_RLIMIT] = {1, 0, 0, 0},
    [OP_CHDIR] = {1, 1, 0, 0},
    [OP_GROUPS] = {1, 0, 0, 0},
    [OP_GID] = {1, 0, 0, 0},
    [OP_UID] = {1, 0, 0, 0},
    [OP_CAPS] = {1, 0, 0, 0},
    [OP_NO_NEW_PRIVS] = {1, 0, 0, 0},
    [OP_EXEC] = {1, 2, 0, 0},
    [OP_MAKE_DIR_IN_ROOT] = {1, 1, 0, 0},
    [OP_DIE_WITH_INIT] = {1, 0, 0, 0},
    [OP_DROP_BOUNDING] = {1, 0, 0, 0},
    [OP_LIMITS] = {1, 0, 0, 0},
    [OP_OPEN_LOG] = {1, 2, 1 << 0, 0},
    [OP_OVERLAY] = {1, 5, 1 << 0, 1 << 0},
    [OP_PAUSE] = {1, 0, 0, 0},
};

/* In an operation that lies inside the plan: whether all is there that its code will read. */
static int op_check(const struct op *op) {
    if (op->code >= sizeof shapes / sizeof *shapes || !shapes[op->code].known)
        return 0;
    const struct shape *shape = &shapes[op->code];
    u32 ends = 0;
    for (u32 i = 0; i < op->bytes; i++)
        ends += !payload(op)[i];
    if (op->strings < shape->strings || (op->strings && (ends != op->strings || payload(op)[op->bytes - 1])))
        return 0;
    for (int i = 0; i < 6; i++)
        if (shape->slots >> i & 1 && op->arg[i] >= MAX_SLOTS && !(shape->maybe >> i & 1 && (int64_t)op->arg[i] < 0))
            return 0;
    if (op->code == OP_EXEC) /* in this order: the sum of two large numbers could be small */
        return op->arg[0] <= op->strings && op->arg[1] <= op->strings && op->arg[0] + op->arg[1] + 2 == op->strings;
    return op->code != OP_GROUPS || op->bytes % 4 == 0;
}

/* 0 when every step lies inside the plan and is complete; else plan->index names the one that is not. */
int plan_check(struct plan *plan) {
    u32 at = 0;
    for (plan->index = 0; at < plan->len; plan->index++) {
        const struct op *op = (const struct op *)(plan->bytes + at);
        u32 left = plan->len - at;
        if (left < sizeof *op || op->len < sizeof *op || op->len % 8 || op->len > left ||
            op->bytes > op->len - sizeof *op || !op_check(op))
            return -EBADMSG;
        at += op->len;
    }
    return 0;
}

/* Moves to the next step; 0 at the end. */
int plan_step(struct launch *l) {
    struct plan *p = &l->plan;
    const char *next = p->at ? (const char *)p->at + p->at->len : p->bytes;
    p->index = p->at ? p->index + 1 : 0;
    p->at = (const struct op *)next;
    return next < p->bytes + p->len;
}
