/* Mounts overlays and tells how long each took. Reads lines of words, answers each with nanoseconds, once the overlay is
 * gone again: "mount TARGET OPTIONS"; or "bare DIRECTORY OPTIONS", which first makes the three directories that an overlay
 * cannot do without, DIRECTORY/upper, work and root, and mounts it there. Mounts are in a namespace of the program's own. */
#include "worker.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

static void make(const char *top, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", top, name);
    if (mkdir(path, 0755) < 0)
        fail("make %s", path);
}

int main(void) {
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        fail("make a mount namespace");
    char line[8192], target[4096];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        char *save, *word = strtok_r(line, " ", &save);
        char *path = strtok_r(NULL, " ", &save), *options = strtok_r(NULL, " ", &save);
        if (!word || !path || !options)
            return 64;
        int bare = strcmp(word, "bare") == 0;
        snprintf(target, sizeof target, bare ? "%s/root" : "%s", path);
        long start = now_ns();
        if (bare) {
            make(path, "upper");
            make(path, "work");
            make(path, "root");
        }
        if (mount("overlay", target, "overlay", 0, options) < 0)
            fail("mount an overlay on %s", target);
        printf("%ld\n", now_ns() - start);
        if (umount(target) < 0)
            fail("unmount %s", target);
        fflush(stdout);
    }
    return 0;
}
