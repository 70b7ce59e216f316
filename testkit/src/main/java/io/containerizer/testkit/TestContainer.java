package io.containerizer.testkit;

import io.containerizer.api.Command;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Identity;
import io.containerizer.api.ImageDefaults;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.RootFileSystem;
import io.containerizer.api.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes containers as isolators see them, out of requests; nothing is launched. */
public final class TestContainer {

    /** The number that an init made up for a parent has. */
    public static final int PARENT_INIT = 4711;

    private final Path top;
    private final ContainerId id;
    private final Optional<Container> parent;
    private UnaryOperator<ContainerSpec.Builder> request = UnaryOperator.identity();
    private Command command = Command.of("true");
    private Identity identity = Identity.ROOT;
    private Optional<ImageDefaults> image = Optional.empty();

    private TestContainer(Path top, ContainerId id, Optional<Container> parent) {
        this.top = top;
        this.id = id;
        this.parent = parent;
    }

    /** @param top holds the work and the runtime directory, as that of a {@link FakeEnvironment} does */
    public static TestContainer named(Path top, String name) {
        return new TestContainer(top, ContainerId.of(name), Optional.empty());
    }

    public static TestContainer in(Path top, Container parent, String name) {
        return new TestContainer(top, parent.id().child(name), Optional.of(parent));
    }

    public TestContainer with(UnaryOperator<ContainerSpec.Builder> more) {
        UnaryOperator<ContainerSpec.Builder> before = request;
        request = spec -> more.apply(before.apply(spec));
        return this;
    }

    public TestContainer command(Command value) {
        command = value;
        return this;
    }

    public TestContainer debug() {
        return with(spec -> spec.containerClass(ContainerClass.DEBUG));
    }

    public TestContainer as(Identity who) {
        identity = who;
        return this;
    }

    /** On the root file system of an image that says this about itself. */
    public TestContainer of(ImageDefaults defaults) {
        image = Optional.of(defaults);
        return with(spec -> spec.image(new ImageRequest("test", true)));
    }

    /** Beside the command of a container whose image says this about itself. */
    public TestContainer debugIn(ImageDefaults defaults) {
        image = Optional.of(defaults);
        return debug();
    }

    /** With its sandbox, which an engine makes before any isolator is asked. */
    public Container build() {
        ContainerSpec spec = request.apply(ContainerSpec.builder(id, command)).build();
        boolean sharesCgroups =
                parent.isPresent() && (spec.linux().shareCgroups() || spec.containerClass() == ContainerClass.DEBUG);
        return new Container(
                spec,
                identity,
                made(below("work")),
                below("work/nested"),
                below("run"),
                parent.isPresent() ? OptionalInt.of(PARENT_INIT) : OptionalInt.empty(),
                parent.map(Container::spec),
                parent.map(Container::sandbox),
                spec.rootfs().map(RootFileSystem::of),
                image,
                Map.of(),
                sharesCgroups ? parent.orElseThrow().cgroupOwner() : id,
                persistentVolumes(spec));
    }

    /** With their directories, as the engine makes them. */
    private Map<Volume.Persistent, Path> persistentVolumes(ContainerSpec spec) {
        return Stream.concat(Stream.of(spec), parent.map(Container::spec).stream())
                .flatMap(s -> s.persistentVolumes().stream())
                .distinct()
                .collect(Collectors.toMap(
                        volume -> volume,
                        volume -> made(top.resolve("work/volumes/roles")
                                .resolve(volume.role().replace('/', ' '))
                                .resolve(volume.id()))));
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path below(String directory) {
        return top.resolve(directory).resolve("containers").resolve(String.join("/containers/", id.path()));
    }
}
