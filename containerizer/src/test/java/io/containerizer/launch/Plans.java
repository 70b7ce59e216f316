package io.containerizer.launch;

import io.containerizer.api.Command;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Contribution;
import io.containerizer.api.Identity;
import io.containerizer.api.LinuxInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Makes launch plans out of a request and what isolators would add to it; all paths are made up. */
public final class Plans {

    private static final Path RUN = Path.of("/run/c");
    private static final Path WORK = Path.of("/data/c");

    private final ContainerId id;
    private Command command = Command.of("/bin/true");
    private UnaryOperator<ContainerSpec.Builder> request = UnaryOperator.identity();
    private Identity identity = Identity.ROOT;
    private Optional<ContainerSpec> parent = Optional.empty();
    private final List<Contribution> contributions = new ArrayList<>();

    private Plans(ContainerId id) {
        this.id = id;
    }

    public static Plans plan() {
        return new Plans(ContainerId.of("web"));
    }

    /** Of a container inside {@code web}. */
    public static Plans nested() {
        Plans plans = new Plans(ContainerId.of("web").child("sh"));
        return plans.in(ContainerSpec.builder(ContainerId.of("web"), Command.of("/bin/server"))
                .build());
    }

    public Plans in(ContainerSpec other) {
        parent = Optional.of(other);
        return this;
    }

    public Plans command(Command value) {
        command = value;
        return this;
    }

    public Plans with(UnaryOperator<ContainerSpec.Builder> more) {
        UnaryOperator<ContainerSpec.Builder> before = request;
        request = spec -> more.apply(before.apply(spec));
        return this;
    }

    public Plans linux(UnaryOperator<LinuxInfo> change) {
        return with(spec -> spec.linux(change.apply(LinuxInfo.DEFAULT)));
    }

    public Plans as(Identity who) {
        identity = who;
        return this;
    }

    /** What one isolator wants. */
    public Plans and(UnaryOperator<Contribution.Builder> parts) {
        contributions.add(parts.apply(Contribution.builder()).build());
        return this;
    }

    public Container container() {
        return new Container(
                request.apply(ContainerSpec.builder(id, command)).build(),
                identity,
                WORK,
                Path.of("/data/nested"),
                RUN,
                parent.isPresent() ? OptionalInt.of(4711) : OptionalInt.empty(),
                parent,
                parent.map(p -> Path.of("/data/parent")),
                Optional.empty(),
                id);
    }

    public LaunchPlan build() {
        return new PlanMerger("/mnt/mesos/sandbox").merge(container(), contributions);
    }
}
