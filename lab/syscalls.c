/* syscalls.c - part of lab/selftest: does the guest's kernel have the system calls container work is made of?
 * Usage: syscalls CGROUP_V2_DIRECTORY. Prints "NAME yes" or "NAME no: errno" for each; what counts is the effect.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void report(const char *name, int works) {
	if (works) printf("%s yes\n", name);
	else printf("%s no: %s\n", name, strerror(errno));
}

/* A path that leads out of the directory it starts from is refused. */
static int openat2_beneath(void) {
	struct open_how how = { .flags = O_PATH, .resolve = RESOLVE_BENEATH };
	int etc = open("/etc", O_PATH | O_DIRECTORY);
	int inside = syscall(SYS_openat2, etc, "passwd", &how, sizeof how);
	return inside >= 0 && syscall(SYS_openat2, etc, "../usr", &how, sizeof how) < 0 && errno == EXDEV;
}

/* The child is a member of the cgroup from its first instruction. */
static int clone3_into_cgroup(const char *cgroup, int *pidfd) {
	struct clone_args args = { .flags = CLONE_INTO_CGROUP | CLONE_PIDFD, .exit_signal = SIGCHLD };
	int directory = open(cgroup, O_PATH | O_DIRECTORY);
	if (directory < 0) return -1;
	args.cgroup = directory;
	args.pidfd = (uintptr_t) pidfd;
	int pid = syscall(SYS_clone3, &args, sizeof args);
	if (pid == 0) for (;;) pause();
	return pid;
}

static int is_member(const char *cgroup, int pid) {
	char path[4096]; int member = 0, found = 0;
	snprintf(path, sizeof path, "%s/cgroup.procs", cgroup);
	FILE *file = fopen(path, "r");
	while (file && fscanf(file, "%d", &member) == 1) found |= member == pid;
	if (file) fclose(file);
	return found;
}

/* A descriptor of another process is the same file as ours. */
static int pidfd_getfd_copies(int pidfd) {
	char byte = 0;
	int copy = syscall(SYS_pidfd_getfd, pidfd, 99, 0);
	return copy >= 0 && write(copy, "x", 1) == 1 && lseek(99, 0, SEEK_SET) == 0 && read(99, &byte, 1) == 1 && byte == 'x';
}

static int cgroup_kill(const char *cgroup, int pid) {
	char path[4096]; int status;
	snprintf(path, sizeof path, "%s/cgroup.kill", cgroup);
	int file = open(path, O_WRONLY);
	if (file < 0 || write(file, "1", 1) != 1) return 0;
	return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static int mount_setattr_read_only(const char *directory) {
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY };
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) return 0;
	if (mount("none", directory, "tmpfs", 0, NULL)) return 0;
	if (syscall(SYS_mount_setattr, AT_FDCWD, directory, 0, &attr, sizeof attr)) return 0;
	return chdir(directory) == 0 && open("file", O_CREAT | O_WRONLY, 0600) < 0 && errno == EROFS;
}

static int close_range_cloexec(void) {
	return syscall(SYS_close_range, 99, ~0U, CLOSE_RANGE_CLOEXEC) == 0 && fcntl(99, F_GETFD) == FD_CLOEXEC
		&& syscall(SYS_close_range, 99, ~0U, 0) == 0 && fcntl(99, F_GETFD) < 0 && errno == EBADF;
}

int main(int argc, char **argv) {
	char directory[] = "/tmp/syscalls.XXXXXX";
	int pidfd = -1, pid;
	if (argc != 2 || !mkdtemp(directory)) return 2;
	dup2(open("/run", O_TMPFILE | O_RDWR, 0600), 99);
	report("openat2", openat2_beneath());
	pid = clone3_into_cgroup(argv[1], &pidfd);
	report("clone3", pid > 0 && is_member(argv[1], pid));
	report("pidfd_getfd", pid > 0 && pidfd_getfd_copies(pidfd));
	report("cgroup.kill", pid > 0 && cgroup_kill(argv[1], pid));
	report("close_range", close_range_cloexec());
	report("mount_setattr", mount_setattr_read_only(directory));
	return 0;
}
