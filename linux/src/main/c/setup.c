/* The steps that build a container's surroundings: files, cgroups, namespaces, mounts. */
#include "plan.h"

static long slot_at(struct launch *l, u64 n) {
    return n < MAX_SLOTS && l->slot[n] >= 0 ? l->slot[n] : -EBADF;
}

static long set_slot(struct launch *l, u64 n, long fd) {
    if (fd < 0)
        return fd;
    if (n >= MAX_SLOTS || l->slot[n] >= 0) {
        sys_close((int)fd);
        return -EBADF;
    }
    l->slot[n] = (int)fd;
    return 0;
}

/* Opens path below dir as if dir were the root: neither ".." nor a symbolic link leads out, whoever renames
 * what meanwhile. The kernel may ask for another try when it saw a rename. */
static long open_in(int dir, const char *path, u64 flags, u64 resolve) {
    struct open_how how = {.flags = flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | resolve};
    long fd = -EAGAIN;
    for (int tries = 0; fd == -EAGAIN && tries < 64; tries++)
        fd = S4(openat2, dir, path, &how, sizeof how);
    return fd;
}

enum create { CREATE_NONE = 0, CREATE_DIR = 1, CREATE_FILE = 2 };

static long make_entry(int dir, const char *name, enum create kind) {
    if (kind == CREATE_DIR)
        return S3(mkdirat, dir, name, 0755);
    long fd = S4(openat, dir, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    return fd < 0 ? fd : sys_close((int)fd);
}

/* A path descriptor of what stands at path below dir; missing parents are made, and the last part as `kind` says. */
static long open_target(int dir, const char *path, enum create kind, u64 resolve) {
    long fd = open_in(dir, path, O_PATH, resolve);
    if (fd != -ENOENT || kind == CREATE_NONE)
        return fd;
    char prefix[4096];
    size_t len = str_len(path);
    if (len >= sizeof prefix)
        return -ENAMETOOLONG;
    long parent = open_in(dir, "/", O_PATH | O_DIRECTORY, 0);
    for (size_t from = 0; parent >= 0 && from < len;) {
        size_t to = from;
        while (to < len && path[to] != '/')
            to++;
        char name[256];
        if (to - from >= sizeof name) {
            parent = (sys_close((int)parent), -ENAMETOOLONG);
            break;
        }
        memcpy(name, path + from, to - from);
        name[to - from] = 0;
        memcpy(prefix, path, to);
        prefix[to] = 0;
        while (to < len && path[to] == '/')
            to++;
        if (name[0]) {
            long next = open_in(dir, prefix, O_PATH, resolve);
            if (next == -ENOENT) {
                long made = make_entry((int)parent, name, to >= len ? kind : CREATE_DIR);
                next = made < 0 && made != -EEXIST ? made : open_in(dir, prefix, O_PATH, resolve);
            }
            sys_close((int)parent);
            parent = next;
        }
        from = to;
    }
    return parent;
}

/* The innermost file system mounted by this launch that a path leads into, NULL: none; *rest is its part below. */
static const struct mounted *mounted_at(const struct launch *l, const char *path, const char **rest) {
    const struct mounted *found = NULL;
    size_t best = 0;
    for (u32 i = 0; i < l->mounted_count; i++) {
        const char *top = l->mounted[i].path;
        size_t len = str_len(top), n = 0;
        while (n < len && path[n] == top[n])
            n++;
        if (n == len && len >= best && (!path[n] || path[n] == '/')) {
            found = &l->mounted[i];
            best = len;
        }
    }
    *rest = path[best] ? path + best : "/";
    return found;
}

/* A bind mount at path stands over what this launch has mounted there and below. */
static void hide_mounted(struct launch *l, const char *path) {
    size_t len = str_len(path);
    for (u32 i = 0; i < l->mounted_count;) {
        const char *top = l->mounted[i].path;
        size_t n = 0;
        while (n < len && top[n] == path[n])
            n++;
        if (n == len && (!top[n] || top[n] == '/')) {
            sys_close(l->mounted[i].fd);
            l->mounted[i] = l->mounted[--l->mounted_count];
        } else {
            i++;
        }
    }
}

/* Looks a container's path up. The host's root is opened as a directory so that this serves with and without a root
 * file system. */
static long open_container_path(struct launch *l, const char *path, enum create kind, u64 resolve) {
    const char *rest;
    const struct mounted *in = mounted_at(l, path, &rest);
    if (in)
        return open_target(in->fd, rest, kind, resolve);
    if (l->root >= 0)
        return open_target(l->root, path, kind, resolve);
    long root = sys_open("/", O_PATH | O_DIRECTORY, 0);
    if (root < 0)
        return root;
    long fd = open_target((int)root, path, kind, resolve);
    sys_close((int)root);
    return fd;
}

/* The error of a look-up, where a path that is missing is none: only what this launch has mounted itself is sure to
 * show what there is. */
static long unless_missing(const struct launch *l, const char *path, long error) {
    const char *rest;
    return error == -ENOENT && mounted_at(l, path, &rest) ? 0 : error;
}

static long is_dir(int fd) {
    struct statx x;
    long r = S5(statx, fd, "", AT_EMPTY_PATH, STATX_TYPE, &x);
    return r < 0 ? r : (x.stx_mode & 0170000) == 0040000;
}

static char *fd_path(char *out, size_t size, int fd) {
    return num_add(str_add(out, out + size, "/proc/self/fd/"), out + size, fd) ? out : NULL;
}

static long attach(int tree, int target) {
    return S5(move_mount, tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

static u64 mount_attributes(u64 flags) {
    return (flags & MS_RDONLY ? MOUNT_ATTR_RDONLY : 0) | (flags & MS_NOSUID ? MOUNT_ATTR_NOSUID : 0) |
           (flags & MS_NODEV ? MOUNT_ATTR_NODEV : 0) | (flags & MS_NOEXEC ? MOUNT_ATTR_NOEXEC : 0);
}

static long set_attributes(int tree, u64 flags, int recursive) {
    struct mount_attr attr = {.attr_set = mount_attributes(flags)};
    attr.propagation = flags & (7UL << 18); /* private, slave, shared */
    if (!attr.attr_set && !attr.propagation)
        return 0;
    return S5(mount_setattr, tree, "", AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attr, sizeof attr);
}

static long copy_tree(int dir, const char *path, int recursive) {
    return S3(open_tree, dir, path,
              OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (recursive ? AT_RECURSIVE : 0) | (*path ? 0 : AT_EMPTY_PATH));
}

#define NO_OWNER (~0UL)

/* The directory `sub` below `dir`, made when missing: the part of a source that a container may have written. */
static long open_source(const char *dir, const char *sub, u64 owner, u64 mode) {
    long top = sys_open(dir, O_PATH | O_DIRECTORY, 0);
    if (top < 0)
        return top;
    long fd = open_in((int)top, sub, O_PATH, 0);
    if (fd == -ENOENT) {
        fd = open_target((int)top, sub, CREATE_DIR, 0);
        char at[64];
        if (fd >= 0 && owner != NO_OWNER) { /* in this order: a change of owner takes setuid and setgid away */
            S5(fchownat, fd, "", owner >> 32, owner & 0xffffffff, AT_EMPTY_PATH);
            S3(fchmodat, AT_FDCWD, fd_path(at, sizeof at, (int)fd), mode);
        }
    }
    sys_close((int)top);
    return fd;
}

static u64 links_of(const struct op *op) {
    return op->arg[1] & PLACE_NO_LINKS ? RESOLVE_NO_SYMLINKS : 0;
}

static long bind_mount(struct launch *l, const struct op *op, const char *target_path) {
    u64 flags = op->arg[0];
    int recursive = !!(flags & MS_REC);
    const char *source = op_string(op, 0), *sub = op_string(op, 4);
    long tree;
    if ((int64_t)op->arg[3] >= 0) {
        tree = slot_at(l, op->arg[3]);
    } else if (*sub) {
        long from = open_source(source, sub, op->arg[4], op->arg[5]);
        if (from < 0)
            return from;
        tree = copy_tree((int)from, "", recursive);
        sys_close((int)from);
    } else {
        tree = copy_tree(AT_FDCWD, source, recursive);
    }
    if (tree < 0)
        return tree;
    long r = set_attributes((int)tree, flags, recursive);
    enum create kind = op->arg[2];
    if (r == 0 && kind != CREATE_NONE)
        kind = (r = is_dir((int)tree)) > 0 ? CREATE_DIR : CREATE_FILE;
    if (r >= 0) {
        long target = open_container_path(l, target_path, kind, links_of(op));
        if (target >= 0 && is_dir((int)tree) != is_dir((int)target))
            r = -ENOTDIR; /* the kernel would only say EINVAL */
        else
            r = target < 0 ? target : attach((int)tree, (int)target);
        if (target >= 0)
            sys_close((int)target);
    }
    sys_close((int)tree);
    if (r == 0)
        hide_mounted(l, target_path);
    return r;
}

/* Hands a comma-separated list of "name" and "name=value" to a file system that is about to be made. */
static long set_options(int fs, const char *list) {
    char item[256];
    for (long r; *list; list += *list == ',') {
        size_t n = 0, value = 0;
        for (; list[n] && list[n] != ','; n++) {
            if (n + 1 == sizeof item)
                return -ENAMETOOLONG;
            item[n] = list[n];
            if (item[n] == '=' && !value) {
                item[n] = 0;
                value = n + 1;
            }
        }
        item[n] = 0;
        list += n;
        r = S5(fsconfig, fs, value ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG, item, value ? item + value : NULL, 0);
        if (r < 0)
            return r;
    }
    return 0;
}

/* A new file system of the kernel, mounted nowhere yet. */
static long new_mount(const char *source, const char *type, const char *data, u64 flags) {
    long fs = S2(fsopen, type, FSOPEN_CLOEXEC);
    if (fs < 0)
        return fs;
    long r = S5(fsconfig, fs, FSCONFIG_SET_STRING, "source", source, 0);
    if (r == 0 && flags & MS_RDONLY)
        r = S5(fsconfig, fs, FSCONFIG_SET_FLAG, "ro", 0, 0);
    if (r == 0)
        r = set_options((int)fs, data);
    if (r == 0)
        r = S5(fsconfig, fs, FSCONFIG_CMD_CREATE, 0, 0, 0);
    if (r == 0)
        r = S3(fsmount, fs, FSMOUNT_CLOEXEC,
               mount_attributes(flags) | (flags & MS_STRICTATIME ? MOUNT_ATTR_STRICTATIME : 0));
    sys_close((int)fs);
    return r;
}

static long mount_op(struct launch *l, const struct op *op) {
    const char *source = op_string(op, 0), *path = op_string(op, 1);
    const char *type = op_string(op, 2), *data = op_string(op, 3);
    if (op->arg[0] & MS_BIND)
        return bind_mount(l, op, path);
    if (!*type) /* a change of propagation */
        return S5(mount, "none", path, "", op->arg[0], "");
    if (l->mounted_count == MAX_MOUNTED)
        return -ENOSPC;
    long tree = new_mount(source, type, data, op->arg[0]);
    if (tree < 0)
        return tree;
    long target = open_container_path(l, path, op->arg[2], links_of(op));
    long r = target < 0 ? target : is_dir((int)target);
    if (r >= 0)
        r = r ? attach((int)tree, (int)target) : -ENOTDIR;
    if (target >= 0)
        sys_close((int)target);
    if (r == 0)
        l->mounted[l->mounted_count++] = (struct mounted){path, (int)tree};
    else
        sys_close((int)tree);
    return r;
}

static long root_op(struct launch *l, const struct op *op) {
    long tree = (int64_t)op->arg[0] >= 0 ? slot_at(l, op->arg[0]) : copy_tree(AT_FDCWD, op_string(op, 0), 1);
    if (tree < 0)
        return tree;
    long r = S5(move_mount, tree, "", AT_FDCWD, op_string(op, 0), MOVE_MOUNT_F_EMPTY_PATH);
    if (r == 0 && op->arg[1])
        r = set_attributes((int)tree, MS_RDONLY, 0);
    if (r < 0)
        return r;
    l->root = (int)tree;
    return 0;
}

static long open_dir(int dir, const char *path) {
    return S4(openat, dir, path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
}

/* Appends an option of overlayfs that names a directory by its descriptor's number, and keeps that for closing. */
static char *add_dir(char *at, char *end, const char *option, long fd, u16 *opened, u32 *count) {
    if (fd < 0)
        return NULL;
    opened[(*count)++] = (u16)fd;
    return num_add(str_add(at, end, option), end, fd);
}

/* The directories are named from within /proc/self/fd: so their names may be any, and the page that mount(2) takes
 * holds many of them. A base that is a copied mount is attached below the overlay first: the kernel takes no other. */
static long overlay_op(struct launch *l, const struct op *op) {
    const char *target = op_string(op, 0), *layer = op_string(op, 4);
    u32 layers = op->strings - 4, count = 0;
    if (layers > MAX_LAYERS)
        return -E2BIG;
    long base = (int64_t)op->arg[0] >= 0 ? slot_at(l, op->arg[0]) : open_dir(AT_FDCWD, op_string(op, 3));
    if (base < 0)
        return base;
    long r = (int64_t)op->arg[0] >= 0 ? S5(move_mount, base, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) : 0;
    u16 opened[MAX_LAYERS + 2];
    char data[4096], *end = data + sizeof data, *at = data;
    for (u32 i = 0; r >= 0 && i < layers; i++, layer += str_len(layer) + 1) {
        r = open_dir((int)base, layer);
        at = add_dir(at, end, i ? ":" : "lowerdir=", r, opened, &count);
    }
    for (u32 i = 1; r >= 0 && *op_string(op, 1) && i <= 2; i++) {
        r = open_dir(AT_FDCWD, op_string(op, i));
        at = add_dir(at, end, i == 1 ? ",volatile,upperdir=" : ",workdir=", r, opened, &count);
    }
    if (r >= 0)
        r = at ? S1(chdir, "/proc/self/fd") : -E2BIG;
    if (r >= 0)
        r = S5(mount, "overlay", target, "overlay", 0, data);
    S1(chdir, "/");
    for (u32 i = 0; i < count; i++)
        sys_close(opened[i]);
    sys_close((int)base);
    if (r == 0 && op->arg[1]) {
        r = open_dir(AT_FDCWD, target);
        l->root = (int)r;
    }
    return r < 0 ? r : 0;
}

static long mask_op(struct launch *l, const char *path) {
    long at = open_container_path(l, path, CREATE_NONE, 0);
    if (at < 0)
        return unless_missing(l, path, at);
    long r = is_dir((int)at);
    char name[64];
    if (r > 0) {
        r = S5(mount, "tmpfs", fd_path(name, sizeof name, (int)at), "tmpfs",
               MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=0,mode=0000");
    } else if (r == 0) {
        long tree = copy_tree(AT_FDCWD, "/dev/null", 0);
        r = tree < 0 ? tree : set_attributes((int)tree, MS_RDONLY, 0);
        if (r == 0)
            r = attach((int)tree, (int)at);
        if (tree >= 0)
            sys_close((int)tree);
    }
    sys_close((int)at);
    return r;
}

static long readonly_op(struct launch *l, const char *path) {
    long at = open_container_path(l, path, CREATE_NONE, 0);
    if (at < 0)
        return unless_missing(l, path, at);
    long tree = copy_tree((int)at, "", 1);
    long r = tree < 0 ? tree : set_attributes((int)tree, MS_RDONLY, 1);
    if (r == 0)
        r = attach((int)tree, (int)at);
    if (tree >= 0)
        sys_close((int)tree);
    sys_close((int)at);
    return r;
}

/* Splits path into its parent below the root (opened) and its last part (returned). */
static long open_parent(struct launch *l, const char *path, const char **name) {
    char parent[4096];
    size_t cut = 0, len = str_len(path);
    if (len >= sizeof parent)
        return -ENAMETOOLONG;
    for (size_t i = 0; i < len; i++)
        if (path[i] == '/')
            cut = i;
    memcpy(parent, path, cut);
    parent[cut] = 0;
    *name = path + cut + 1;
    return open_container_path(l, cut ? parent : "/", CREATE_DIR, 0);
}

static long entry_op(struct launch *l, const struct op *op) {
    const char *name;
    long dir = open_parent(l, op_string(op, op->code == OP_SYMLINK), &name);
    if (dir < 0)
        return dir;
    long r;
    if (op->code == OP_SYMLINK)
        r = S3(symlinkat, op_string(op, 0), dir, name);
    else if (op->code == OP_MKNOD)
        r = S4(mknodat, dir, name, op->arg[0], op->arg[1]);
    else
        r = S3(mkdirat, dir, name, op->arg[0]);
    sys_close((int)dir);
    return r == -EEXIST ? 0 : r;
}

/* The old root is stacked under the new one and taken away: nothing of the host stays reachable by a path. */
static long pivot_op(struct launch *l) {
    long r = S1(fchdir, l->root);
    if (r == 0)
        r = S2(pivot_root, ".", ".");
    if (r == 0)
        r = S2(umount2, ".", MNT_DETACH);
    if (r == 0)
        r = S1(chdir, "/");
    if (r == 0) {
        sys_close(l->root);
        l->root = -1;
    }
    return r;
}

/* Whoever holds this lock is the container's init: the kernel drops it with the process, so it cannot be stale.
 * A file without a name, or with a status already, belongs to a launch that was given up before its init came to
 * life. */
static long lock_op(struct launch *l, const struct op *op) {
    long fd = slot_at(l, op->arg[0]);
    if (fd < 0)
        return fd;
    long r = S3(dup3, fd, KEEP_STATUS, O_CLOEXEC);
    sys_close((int)fd); /* before the lock: closing any descriptor of the file would drop it */
    l->slot[op->arg[0]] = -1;
    struct flock whole = {.l_type = F_WRLCK};
    struct statx x;
    if (r >= 0)
        r = S3(fcntl, KEEP_STATUS, F_SETLK, &whole);
    if (r == 0)
        r = S5(statx, KEEP_STATUS, "", AT_EMPTY_PATH, STATX_NLINK | STATX_SIZE, &x);
    if (r == 0 && (x.stx_nlink == 0 || x.stx_size))
        r = -ESTALE;
    if (r == 0)
        l->status = KEEP_STATUS;
    return r;
}

static long tty_op(struct launch *l, const struct op *op) {
    long fd = sys_open("/dev/ptmx", O_RDWR | O_NOCTTY, 0);
    if (fd < 0)
        return fd;
    long r = S3(dup3, fd, KEEP_TERMINAL, O_CLOEXEC);
    sys_close((int)fd);
    if (r < 0)
        return r;
    l->terminal = KEEP_TERMINAL;
    int unlock = 0;
    struct winsize_ size = {.row = (u16)op->arg[0], .col = (u16)op->arg[1]};
    r = S3(ioctl, KEEP_TERMINAL, TIOCSPTLCK, &unlock);
    if (r == 0)
        r = S3(ioctl, KEEP_TERMINAL, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (r < 0)
        return r;
    l->terminal_peer = (int)r;
    if (op->arg[0])
        S3(ioctl, KEEP_TERMINAL, TIOCSWINSZ, &size);
    if (op->arg[2] != NO_OWNER)
        S3(fchown, r, op->arg[2], -1);
    return 0;
}

static long gate_op(struct launch *l) {
    struct report ready = {.kind = REPORT_GATED, .index = l->plan.index};
    long r = SYS(__NR_sendto, l->report, &ready, sizeof ready, MSG_NOSIGNAL, 0, 0);
    char go;
    do
        r = S3(read, l->gate, &go, 1);
    while (r == -EINTR);
    return r == 1 ? 0 : -EPIPE; /* the engine is gone, or gave the launch up */
}

/* A log may stand where containers write. So no link below the directory is followed, and only a regular file will
 * do: a FIFO would hold up whoever opens it, a device might do anything. */
static long open_log(const char *dir, const char *path) {
    long top = sys_open(dir, O_PATH | O_DIRECTORY, 0);
    if (top < 0)
        return top;
    struct open_how how = {.flags = O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                           .mode = 0644,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    long fd = S4(openat2, top, path, &how, sizeof how);
    sys_close((int)top);
    if (fd < 0)
        return fd;
    struct statx x;
    long r = S5(statx, fd, "", AT_EMPTY_PATH, STATX_TYPE, &x);
    if (r == 0 && (x.stx_mode & 0170000) != 0100000)
        r = -EINVAL;
    if (r == 0)
        r = S3(fcntl, fd, F_SETFL, O_APPEND);
    if (r < 0)
        sys_close((int)fd);
    return r < 0 ? r : fd;
}

static long enter_op(struct launch *l, const struct op *op) {
    long fd = slot_at(l, op->arg[0]);
    l->entered |= op->arg[1];
    return fd < 0 ? fd : S2(setns, fd, op->arg[1]);
}

static long join_op(struct launch *l, const struct op *op) {
    if ((int64_t)op->arg[0] < 0)
        return write_path(op_string(op, 0), "0", 1);
    long fd = slot_at(l, op->arg[0]);
    long n = fd < 0 ? fd : S3(write, fd, "0", 1);
    return n < 0 ? n : 0;
}

static long tree_op(struct launch *l, const struct op *op) {
    long r = l->own_ns >= 0 ? S2(setns, l->host_ns, 0) : 0;
    if (r < 0)
        return r;
    long tree = copy_tree(AT_FDCWD, op_string(op, 0), (int)op->arg[1]);
    if (l->own_ns >= 0 && (r = S2(setns, l->own_ns, 0)) < 0)
        die(70); /* in the wrong mount namespace nothing may go on */
    return set_slot(l, op->arg[0], tree);
}

long run_setup_op(struct launch *l, const struct op *op) {
    const char *s = op_string(op, 0);
    switch (op->code) {
    case OP_MKDIR: {
        long r = S3(mkdirat, AT_FDCWD, s, op->arg[0]);
        return r == -EEXIST && op->arg[1] ? 0 : r;
    }
    case OP_WRITE: {
        const char *data = op_string(op, 1);
        return write_path(s, data, str_len(data));
    }
    case OP_OPEN:
        return set_slot(l, op->arg[0], sys_open(s, (int)op->arg[1], (int)op->arg[2]));
    case OP_OPEN_LOG:
        return set_slot(l, op->arg[0], open_log(s, op_string(op, 1)));
    case OP_TREE:
        return tree_op(l, op);
    case OP_CGROUP: {
        long fd = sys_open(s, O_PATH | O_DIRECTORY, 0);
        l->cgroup = (int)fd;
        return fd < 0 ? fd : 0;
    }
    case OP_ENTER:
        return enter_op(l, op);
    case OP_LOCK:
        return lock_op(l, op);
    case OP_JOIN:
        return join_op(l, op);
    case OP_ROOT:
        return root_op(l, op);
    case OP_MOUNT:
        return mount_op(l, op);
    case OP_SYMLINK:
    case OP_MKNOD:
    case OP_MAKE_DIR_IN_ROOT:
        return entry_op(l, op);
    case OP_OVERLAY:
        return overlay_op(l, op);
    case OP_MASK:
        return mask_op(l, s);
    case OP_READONLY:
        return readonly_op(l, s);
    case OP_PIVOT:
        return pivot_op(l);
    case OP_HOSTNAME:
        return S2(sethostname, s, str_len(s));
    case OP_TTY:
        return tty_op(l, op);
    case OP_GATE:
        return gate_op(l);
    default:
        return -ENOSYS;
    }
}
