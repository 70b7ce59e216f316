package io.containerizer.inventory;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.image.ImageReference;
import io.containerizer.lifecycle.StoredContainer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Which containers are made of which images. */
public final class ImageUsers {

    private final Map<String, Set<ContainerId>> byName;

    /**
     * @param living containers that have not ended
     * @param inStore the name under which the store has an image
     */
    ImageUsers(List<StoredContainer> living, UnaryOperator<ImageReference> inStore) {
        Map<String, Set<ContainerId>> users = new HashMap<>();
        for (StoredContainer container : living) {
            requests(container.spec())
                    .map(request ->
                            inStore.apply(ImageReference.parse(request.name())).canonical())
                    .forEach(name -> users.computeIfAbsent(name, n -> new LinkedHashSet<>())
                            .add(container.id()));
        }
        this.byName = users;
    }

    /** Of its root, and of its volumes. */
    public static Stream<ImageRequest> requests(ContainerSpec spec) {
        Stream<ImageRequest> volumes = spec.volumes().stream()
                .flatMap(v -> v.source() instanceof ImageTree(ImageRequest image) ? Stream.of(image) : Stream.empty());
        return Stream.concat(spec.image().stream(), volumes);
    }

    /** @param image as the store has it */
    List<ContainerId> of(ImageReference image) {
        return List.copyOf(byName.getOrDefault(image.canonical(), Set.of()));
    }
}
