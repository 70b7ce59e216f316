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

/* 0 when every step lies inside the plan, has its strings terminated, and names only slots that exist. */
int plan_check(const char *bytes, u32 len) {
    u32 at = 0;
    while (at < len) {
        const struct op *op = (const struct op *)(bytes + at);
        if (len - at < sizeof *op || op->len < sizeof *op || op->len % 8 || op->len > len - at)
            return -EBADMSG;
        if (op->bytes > op->len - sizeof *op)
            return -EBADMSG;
        u32 ends = 0;
        for (u32 i = 0; i < op->bytes; i++)
            ends += !payload(op)[i];
        if (op->strings && (ends < op->strings || payload(op)[op->bytes - 1]))
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
