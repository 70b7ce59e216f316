package io.containerizer.image.rootfs;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses among the ways to make root file systems. */
public final class RootfsBackends {

    /** The flag, without dashes. */
    public static final String FLAG = "image_provisioner_backend";

    private final List<RootfsBackend> automatic;
    private final List<RootfsBackend> onDemand;

    /**
     * @param automatic the best first
     * @param onDemand what is used only when it is named
     */
    public RootfsBackends(List<RootfsBackend> automatic, List<RootfsBackend> onDemand) {
        this.automatic = List.copyOf(automatic);
        this.onDemand = List.copyOf(onDemand);
    }

    /**
     * The one that is named, or the first that works below {@code directory}.
     *
     * @throws ContainerizerException INVALID_FLAG if there is none of this name, UNUSABLE_HOST if it does not work here
     */
    public RootfsBackend choose(Optional<String> name, Path directory) {
        return name.isPresent() ? named(name.get(), directory) : best(directory);
    }

    private RootfsBackend named(String name, Path directory) {
        List<RootfsBackend> all = new ArrayList<>(automatic);
        all.addAll(onDemand);
        RootfsBackend backend = all.stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ContainerizerException.of(
                                ErrorCode.INVALID_FLAG, "read --" + FLAG, "'" + name + "'", "there is none")
                        .withHint("use one of: "
                                + String.join(
                                        ", ",
                                        all.stream().map(RootfsBackend::name).toList())));
        backend.obstacle(directory).ifPresent(why -> {
            throw ContainerizerException.of(ErrorCode.UNUSABLE_HOST, "use --" + FLAG, name, why)
                    .withHint("leave the flag out, and one that works is chosen");
        });
        return backend;
    }

    private RootfsBackend best(Path directory) {
        List<String> obstacles = new ArrayList<>();
        for (RootfsBackend backend : automatic) {
            Optional<String> obstacle = backend.obstacle(directory);
            if (obstacle.isEmpty()) {
                return backend;
            }
            obstacles.add(backend.name() + ": " + obstacle.get());
        }
        throw ContainerizerException.of(
                ErrorCode.UNUSABLE_HOST,
                "make root file systems in",
                directory.toString(),
                String.join("; ", obstacles));
    }
}
