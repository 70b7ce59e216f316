package io.containerizer.lifecycle;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import java.util.List;
import java.util.stream.Stream;

/** Gives a running container other persistent volumes. */
final class VolumeUpdate {

    private final EngineParts parts;

    VolumeUpdate(EngineParts parts) {
        this.parts = parts;
    }

    /** Its record has them first, so that nobody removes one; then the isolators are to be told. */
    void run(ManagedContainer managed, List<Volume> persistent) {
        StoredContainer before =
                parts.store.find(managed.id()).orElseThrow(() -> parts.notFound("update", managed.id()));
        ContainerSpec spec = before.spec()
                .withVolumes(Stream.concat(
                                before.spec().volumes().stream().filter(v -> !(v.source() instanceof Persistent)),
                                persistent.stream())
                        .toList());
        check(before, spec, persistent);
        StoredContainer after = before.with(spec);
        parts.store.rewrite(after);
        parts.volumes.provide(spec, before.identity());
        managed.replace(parts.container(after));
    }

    private static void check(StoredContainer before, ContainerSpec after, List<Volume> persistent) {
        if (!persistent.stream().allMatch(v -> v.source() instanceof Persistent)) {
            throw refused(before, "only its persistent volumes can be changed");
        }
        if (!after.volumes().equals(before.spec().volumes())
                && !before.isolation().contains("filesystem/posix")) {
            throw refused(before, "it has its volumes from its launch on, by its isolators")
                    .withHint("only containers with filesystem/posix can get others");
        }
    }

    private static ContainerizerException refused(StoredContainer container, String why) {
        return ContainerizerException.of(
                ErrorCode.INVALID_SPEC, "update volumes of", container.id().toString(), why);
    }
}
