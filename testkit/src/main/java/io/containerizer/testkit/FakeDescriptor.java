package io.containerizer.testkit;

import io.containerizer.linux.syscall.Syscalls.Message;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a descriptor of {@link RecordingSyscalls} stands for. All state is guarded by the fake kernel's monitor. */
sealed interface FakeDescriptor {

    /** Whether somebody who watches it for these events is to be told. */
    boolean isReady();

    /** A file or directory of the test's own. */
    final class OpenFile implements FakeDescriptor {
        final Path path;
        final Object identity; // the same for all names of a file
        final FileChannel channel;
        final boolean appends;
        boolean changed;

        OpenFile(Path path, Object identity, FileChannel channel, boolean appends) {
            this.path = path;
            this.identity = identity;
            this.channel = channel;
            this.appends = appends;
        }

        @Override
        public boolean isReady() {
            boolean was = changed;
            changed = false; // a change is told once
            return was;
        }
    }

    /** A counter. */
    final class Counter implements FakeDescriptor {
        long value;

        @Override
        public boolean isReady() {
            return value > 0;
        }
    }

    /** A set of descriptors that are watched. */
    final class Queue implements FakeDescriptor {
        final Map<Integer, Long> tags = new LinkedHashMap<>();
        final Deque<Long> late = new ArrayDeque<>();

        @Override
        public boolean isReady() {
            return false;
        }
    }

    /** A process. */
    final class Running implements FakeDescriptor {
        final int pid;
        boolean dead;

        Running(int pid) {
            this.pid = pid;
        }

        @Override
        public boolean isReady() {
            return dead;
        }
    }

    /** One end of a connection, or a socket that listens. */
    final class Socket implements FakeDescriptor {
        final String path;
        final List<Message> sent = new ArrayList<>();
        final Deque<Message> received = new ArrayDeque<>();
        boolean hungUp;

        Socket(String path) {
            this.path = path;
        }

        @Override
        public boolean isReady() {
            return hungUp || !received.isEmpty();
        }
    }

    /** A file in memory. */
    final class Memory implements FakeDescriptor {
        final boolean sealed;
        byte[] content;

        Memory(byte[] content, boolean sealed) {
            this.content = content;
            this.sealed = sealed;
        }

        @Override
        public boolean isReady() {
            return false;
        }
    }
}
