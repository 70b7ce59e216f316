/* System calls without a C library: each returns its result or -errno. Why no libc: the init stays in every
 * container, and this way it costs a few private pages; see docs/adr/0002-native-launcher.md. */
#ifndef SYS_H
#define SYS_H

#include <asm/unistd.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/sched/types.h>
#include <linux/seccomp.h>
#include <linux/stat.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <stddef.h>
#include <stdint.h>

#include "arch.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define SYS(n, a, b, c, d, e, f) \
    sys6((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define S0(n) SYS(__NR_##n, 0, 0, 0, 0, 0, 0)
#define S1(n, a) SYS(__NR_##n, a, 0, 0, 0, 0, 0)
#define S2(n, a, b) SYS(__NR_##n, a, b, 0, 0, 0, 0)
#define S3(n, a, b, c) SYS(__NR_##n, a, b, c, 0, 0, 0)
#define S4(n, a, b, c, d) SYS(__NR_##n, a, b, c, d, 0, 0)
#define S5(n, a, b, c, d, e) SYS(__NR_##n, a, b, c, d, e, 0)

/* Constants that the kernel's exported headers keep in files clashing with the ones above. */
#define SFD_CLOEXEC O_CLOEXEC
#define SOCK_SEQPACKET 5
#define SOCK_CLOEXEC O_CLOEXEC
#define SOCK_NONBLOCK O_NONBLOCK
#define AF_UNIX 1
#define SOL_SOCKET 1
#define SO_PEERCRED 17
#define SCM_RIGHTS 1
#define MSG_DONTWAIT 0x40
#define MSG_NOSIGNAL 0x4000
#define MSG_CMSG_CLOEXEC 0x40000000
#define MSG_CTRUNC 0x8
#define LOCK_EX 2
#define LOCK_NB 4
#define SIG_BLOCK 0
#define SIG_SETMASK 2
#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGKILL 9
#define SIGTERM 15
#define SIGCHLD 17
#define SIGRTMAX 64
#define RLIMIT_CPU 0
#define RLIMIT_FSIZE 1
#define RLIMIT_DATA 2
#define RLIMIT_NOFILE 7
#define RLIMIT_AS 9
#define RLIM_INFINITY (~0UL)
#define IOPRIO_WHO_PROCESS 1
#define MNT_DETACH 2
#define TIOCSCTTY 0x540E
#define TIOCSWINSZ 0x5414
#define TIOCSPTLCK 0x40045431
#define TIOCGPTPEER 0x5441
#define MADV_DONTNEED 4
#define PROT_READ 1
#define MAP_PRIVATE 2

struct iovec_ {
    void *base;
    size_t len;
};
struct msghdr_ {
    void *name;
    int namelen;
    struct iovec_ *iov;
    size_t iovlen;
    void *control;
    size_t controllen;
    unsigned flags;
};
struct cmsg_ {
    size_t len;
    int level, type;
};
struct ucred_ {
    int pid;
    u32 uid, gid;
};
struct winsize_ {
    u16 row, col, xpixel, ypixel;
};

long clone_on_stack(unsigned long flags, void *stack_top, int (*fn)(void *), void *arg);

void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);

/* Asks for a turn on the CPU of this length, in ns, and so for an earlier one; 0: the usual. Children inherit it. Kernels
 * before 6.12 have no such thing, and real-time policies other uses for the field. */
static inline void set_slice(u64 length) {
    struct sched_attr attr;
    if (S4(sched_getattr, 0, &attr, sizeof attr, 0) < 0 || (attr.sched_policy != SCHED_NORMAL && attr.sched_policy != SCHED_BATCH))
        return;
    attr.size = sizeof attr;
    attr.sched_runtime = length;
    S3(sched_setattr, 0, &attr, 0);
}

__attribute__((noreturn)) static inline void die(int status) {
    for (;;)
        S1(exit_group, status);
}

static inline size_t str_len(const char *s) {
    size_t n = 0;
    while (s[n])
        n++;
    return n;
}

static inline int str_eq(const char *a, const char *b) {
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

/* Appends s and returns the new end, or NULL when it does not fit. */
static inline char *str_add(char *at, char *end, const char *s) {
    while (at && *s) {
        if (at + 1 >= end)
            return NULL;
        *at++ = *s++;
    }
    if (at)
        *at = 0;
    return at;
}

static inline char *num_add(char *at, char *end, long n) {
    char digits[24], *d = digits + sizeof digits - 1;
    u64 v = n < 0 ? -(u64)n : (u64)n;
    *d = 0;
    do
        *--d = '0' + v % 10;
    while (v /= 10);
    if (n < 0)
        *--d = '-';
    return str_add(at, end, d);
}

static inline long sys_open(const char *path, int flags, int mode) {
    return S4(openat, AT_FDCWD, path, flags | O_CLOEXEC, mode);
}

static inline long sys_close(int fd) {
    return S1(close, fd);
}

/* Writes all of it in one call: the kernel's control files want that. A short write is an error. */
static inline long write_path(const char *path, const char *data, size_t len) {
    long fd = sys_open(path, O_WRONLY, 0);
    if (fd < 0)
        return fd;
    long n = S3(write, fd, data, len);
    sys_close(fd);
    return n < 0 ? n : (size_t)n == len ? 0 : -EIO;
}

#endif
