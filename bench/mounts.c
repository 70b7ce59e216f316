/* Runs a program where the host has many mounts: mounts COUNT DIRECTORY PROGRAM ARG...
 * The mounts are made in a mount namespace of the program's own and go away with it. */
#include "worker.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

int main(int argc, char **argv) {
    if (argc < 4)
        return 64;
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        fail("make a mount namespace");
    char path[4096], first[4096];
    snprintf(first, sizeof first, "%s/0", argv[2]);
    for (int i = 0; i < atoi(argv[1]); i++) {
        snprintf(path, sizeof path, "%s/%d", argv[2], i);
        if (mkdir(path, 0755) < 0 && errno != EEXIST)
            fail("make %s", path);
        /* half of them file systems of their own, half of them binds: as containers with volumes leave them */
        int bind = i % 2;
        if (mount(bind ? first : "bench", path, bind ? NULL : "tmpfs", bind ? MS_BIND : 0, bind ? NULL : "size=4k") < 0)
            fail("mount %s", path);
    }
    execv(argv[3], argv + 3);
    fail("start %s", argv[3]);
}
