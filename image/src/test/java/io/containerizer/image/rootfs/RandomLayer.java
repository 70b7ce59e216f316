package io.containerizer.image.rootfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fills a layer with anything; few names, so that layers meet. */
final class RandomLayer {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "\u00e9\u00ff");
    private static final int DEEPEST = 3;

    private final Random random;
    private final TestLayer layer;

    RandomLayer(Random random, TestLayer layer) {
        this.random = random;
        this.layer = layer;
    }

    TestLayer fill() {
        fill("", 0);
        return layer;
    }

    private void fill(String directory, int depth) {
        List<String> files = new ArrayList<>();
        for (String name : NAMES) {
            String path = directory + name;
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    layer.directory(path, 0755);
                    if (depth < DEEPEST) {
                        fill(path + "/", depth + 1);
                    }
                    if (random.nextInt(4) == 0) {
                        layer.opaque(path);
                    }
                    dress(path, 01777);
                }
                case 3, 4 -> {
                    layer.file(path, "x".repeat(random.nextInt(5000)));
                    files.add(name);
                    dress(path, 06777);
                }
                case 5 -> {
                    if (!files.isEmpty()) {
                        layer.hardLink(path, files.get(random.nextInt(files.size())));
                    }
                }
                case 6 ->
                    layer.link(path, NAMES.get(random.nextInt(NAMES.size())))
                            .owner(path, random.nextInt(100), 3)
                            .time(path, random.nextInt(), random.nextInt(1_000_000_000));
                case 7 -> layer.whiteout(path);
                case 8 -> {
                    layer.node(path, 0020600, random.nextInt(1, 200), random.nextInt(300));
                    dress(path, 0777);
                }
                default -> {}
            }
        }
    }

    /** In the order in which nothing undoes what was before. */
    private void dress(String path, int modes) {
        layer.owner(path, random.nextInt(3), random.nextInt(70000));
        layer.mode(path, random.nextInt(010000) & modes);
        if (random.nextInt(3) == 0 && (modes & 01000) != 0) {
            layer.attribute(path, "user." + random.nextInt(3), TestLayer.bytes("v" + random.nextInt(5)));
        }
        layer.time(path, random.nextInt(), random.nextInt(1_000_000_000));
    }
}
