package io.containerizer.image.unpack;

import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.TreeCalls.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files of all kinds, with names, owners, modes, times and attributes of all sorts. */
final class RandomTree {

    private final Random random;
    private final FfmTreeCalls calls;
    private final boolean simple;
    private final List<Integer> directories = new ArrayList<>();
    private final List<Place> files = new ArrayList<>();

    private record Place(int directory, byte[] name) {}

    private RandomTree(Random random, FfmTreeCalls calls, boolean simple) {
        this.random = random;
        this.calls = calls;
        this.simple = simple;
    }

    /** @param simple only what the oldest archives can have */
    static void grow(Path root, Random random, boolean simple) {
        try (FfmTreeCalls calls = new FfmTreeCalls()) {
            RandomTree tree = new RandomTree(random, calls, simple);
            tree.directories.add(calls.openRoot(root.toString()));
            for (int i = random.nextInt(60); i >= 0; i--) {
                tree.plant(i);
            }
            // what is deepest first, since files change the times of what they are made in
            tree.directories.reversed().forEach(directory -> {
                tree.dress(directory, true);
                calls.close(directory);
            });
        }
    }

    private void plant(int number) {
        int parent = directories.get(random.nextInt(directories.size()));
        byte[] name = name(number);
        switch (random.nextInt(simple ? 6 : 9)) {
            case 0, 1 -> {
                calls.makeDirectory(parent, name, 0700);
                directories.add(calls.openChild(parent, name));
            }
            case 2, 3 -> {
                dress(file(parent, name), true);
                files.add(new Place(parent, name));
            }
            case 4 -> {
                calls.makeLink(random.nextBoolean() ? name(number) : bytes("../../etc/passwd"), parent, name);
                dress(calls.openNode(parent, name), false);
            }
            case 5 -> {
                if (!files.isEmpty()) {
                    Place other = files.get(random.nextInt(files.size()));
                    calls.linkFile(other.directory, other.name, parent, name);
                }
            }
            case 6 -> {
                calls.makeNode(parent, name, Node.FIFO | 0600, 0, 0);
                dress(calls.openNode(parent, name), false);
            }
            case 7 -> {
                int type = random.nextBoolean() ? Node.CHARACTER_DEVICE : Node.BLOCK_DEVICE;
                calls.makeNode(parent, name, type | 0600, random.nextInt(1, 4096), random.nextInt(1 << 20));
                dress(calls.openNode(parent, name), false);
            }
            default -> {
                dress(fileWithHoles(parent, name), true);
                files.add(new Place(parent, name));
            }
        }
    }

    private byte[] name(int number) {
        if (simple) {
            return bytes("n" + number);
        }
        return switch (random.nextInt(6)) {
            case 0 -> bytes(number + "x".repeat(random.nextInt(95, 250)));
            case 1 -> bytes(number + "\u00fc\u65e5");
            case 2 -> (number + "\u00ff\u00fe\n\\\t\"'").getBytes(StandardCharsets.ISO_8859_1);
            default -> bytes("n" + number);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int file(int parent, byte[] name) {
        int file = calls.createFile(parent, name);
        byte[] content = content(random.nextInt(5) == 0 ? random.nextInt(300_000) : random.nextInt(2000));
        calls.write(file, content, 0, content.length);
        return file;
    }

    private byte[] content(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }

    private int fileWithHoles(int parent, byte[] name) {
        int file = calls.createFile(parent, name);
        long position = 0;
        for (int i = random.nextInt(40); i > 0; i--) {
            position += 4096L * random.nextInt(1, 50);
            calls.seek(file, position);
            byte[] content = content(4096 * random.nextInt(1, 3));
            calls.write(file, content, 0, content.length);
            position += content.length;
        }
        calls.setLength(file, position + random.nextInt(100_000));
        return file;
    }

    private void dress(int file, boolean whole) {
        long most = simple ? 0777777 : 4_000_000_000L;
        calls.changeOwner(file, random.nextLong(most), random.nextLong(most));
        if (whole) {
            calls.changeMode(file, random.nextInt(010000));
            if (!simple && random.nextInt(4) == 0) {
                calls.setAttribute(file, "user.tree", content(random.nextInt(1, 200)));
            }
        }
        long seconds = simple ? random.nextLong(1L << 31) : random.nextLong(-(1L << 31), 1L << 33);
        calls.changeTimes(file, seconds, random.nextInt(1_000_000_000));
        if (whole && !directories.contains(file)) {
            calls.close(file);
        }
    }
}
