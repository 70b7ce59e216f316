package io.containerizer.cli;

import java.util.List;

/** What a new container can be told. */
final class RunOptions {

    static final Option ISOLATION =
            Option.one("NAMES", "Isolators to use, separated by commas; see below for the default.", "--isolation");
    static final Option ROOTFS =
            Option.one("DIR", "A directory that becomes the container's root file system.", "--rootfs");
    static final Option IMAGE = Option.one(
            "NAME", "Make the root file system of this image; without a command, run the image's own.", "--image");
    static final Option ARGS =
            Option.toggle("The words are arguments of the image's own program, in place of its Cmd.", "--args");
    static final Option PULL = Option.one(
            "missing|always|never",
            "When to fetch the image: if it is not here, which is the default; in any case; or not at all.",
            "--pull");
    static final Option PLATFORM =
            Option.one("OS/ARCH[/VARIANT]", "Which variant of an image, by default this machine's.", "--platform");
    static final Option CPUS =
            Option.one("N", "Processors asked for, fractions allowed: the share when they are scarce.", "--cpus");
    static final Option MEM = Option.one(
            "BYTES", "Memory asked for, at least 32MB, and the limit unless --mem_limit says more.", "--mem");
    static final Option DISK = Option.one("BYTES", "Disk asked for; heeded by disk/du and disk/xfs.", "--disk");
    static final Option CPUS_LIMIT = Option.one("N", "The most processors to use, or 'unlimited'.", "--cpus_limit");
    static final Option MEM_LIMIT = Option.one("BYTES", "The most memory to use, or 'unlimited'.", "--mem_limit");
    static final Option VOLUME = Option.many(
            "SRC:DST[:ro|:rw][:quota=BYTES]",
            "Show SRC of the host at DST; a relative SRC is a directory in the sandbox, a relative DST is below it. "
                    + "persistent:ROLE/ID:DST:quota=BYTES: a directory that stays until 'volumes rm ROLE/ID', made if "
                    + "it is missing. image:NAME:DST shows the files of an image at the absolute path DST; changes "
                    + "are the container's own. Writable unless :ro. Repeatable.",
            "--volume",
            "-v");
    static final Option ENV = Option.many(
            "NAME=VALUE", "A variable of the command; NAME alone: as it is here. Repeatable.", "--env", "-e");
    static final Option USER =
            Option.one("USER[:GROUP]", "Who the command runs as: names or numbers. Root only.", "--user", "-u");
    static final Option NAME = Option.one("ID", "The container's id; made up if not given.", "--name");
    static final Option DETACH =
            Option.toggle("Print the id and return; the container goes on, and its record is kept.", "--detach", "-d");
    static final Option TTY = Option.toggle("Give the command a terminal.", "--tty", "-t");
    static final Option INTERACTIVE =
            Option.toggle("Pass on standard input, which is empty otherwise.", "--interactive", "-i");
    static final Option RLIMIT =
            Option.many("NAME=SOFT[:HARD]", "A resource limit, as NOFILE=1024:4096. Repeatable.", "--rlimit");
    static final Option CAPABILITIES = Option.one(
            "NAMES",
            "The capabilities the command has, separated by commas, or 'none'.",
            "--cap",
            "--effective_capabilities");
    static final Option SHM_SIZE = Option.one("BYTES", "A /dev/shm of the container's own, so large.", "--shm_size");
    static final Option SHARE_PIDS = Option.toggle("Share the host's PID namespace.", "--share_pid_namespace");
    static final Option KEEP = Option.toggle("Keep record and sandbox after the end.", "--keep");
    static final Option SHELL = Option.one("LINE", "Run /bin/sh -c LINE instead of a program.", "--shell");

    static final List<Option> ALL = List.of(
            SHELL,
            NAME,
            DETACH,
            INTERACTIVE,
            TTY,
            KEEP,
            CPUS,
            MEM,
            DISK,
            CPUS_LIMIT,
            MEM_LIMIT,
            ENV,
            USER,
            IMAGE,
            ARGS,
            PULL,
            PLATFORM,
            ROOTFS,
            VOLUME,
            RLIMIT,
            CAPABILITIES,
            SHM_SIZE,
            SHARE_PIDS,
            ISOLATION);

    private RunOptions() {}
}
