/* The few things that differ between machines: system call entry, process entry, a child on its own stack. */
#ifndef ARCH_H
#define ARCH_H

#if defined(__x86_64__)

static inline long sys6(long n, long a, long b, long c, long d, long e, long f) {
    long r;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(r)
                     : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return r;
}

#define ARCH_ENTRY                                                                        \
    __asm__(".text\n.globl _start\n_start:\n"                                             \
            "  xor %ebp, %ebp\n  mov %rsp, %rdi\n  and $-16, %rsp\n  call start\n  hlt\n")

#define ARCH_CLONE_ON_STACK                                                               \
    __asm__(".text\n.globl clone_on_stack\nclone_on_stack:\n"                             \
            "  and $-16, %rsi\n  sub $16, %rsi\n"                                         \
            "  mov %rdx, 0(%rsi)\n  mov %rcx, 8(%rsi)\n"                                  \
            "  xor %edx, %edx\n  xor %r10d, %r10d\n  xor %r8d, %r8d\n"                    \
            "  mov $56, %eax\n  syscall\n"                                                \
            "  test %rax, %rax\n  jnz 1f\n"                                               \
            "  xor %ebp, %ebp\n  pop %rax\n  pop %rdi\n  call *%rax\n"                    \
            "  mov %eax, %edi\n  mov $60, %eax\n  syscall\n  hlt\n"                       \
            "1: ret\n")

#elif defined(__aarch64__)

static inline long sys6(long n, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = n;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}

#define ARCH_ENTRY                                                                        \
    __asm__(".text\n.globl _start\n_start:\n"                                             \
            "  mov x29, #0\n  mov x30, #0\n  mov x0, sp\n  and sp, x0, #-16\n  bl start\n  brk #1\n")

#define ARCH_CLONE_ON_STACK                                                               \
    __asm__(".text\n.globl clone_on_stack\nclone_on_stack:\n"                             \
            "  and x1, x1, #-16\n  stp x2, x3, [x1, #-16]!\n"                             \
            "  mov x2, #0\n  mov x3, #0\n  mov x4, #0\n"                                  \
            "  mov x8, #220\n  svc #0\n  cbnz x0, 1f\n"                                   \
            "  ldp x1, x0, [sp], #16\n  blr x1\n  mov x8, #93\n  svc #0\n  brk #1\n"      \
            "1: ret\n")

#else
#error "add the system call entry of this machine here"
#endif

#endif
