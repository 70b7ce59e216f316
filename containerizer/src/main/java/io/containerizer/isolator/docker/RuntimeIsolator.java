package io.containerizer.isolator.docker;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.ImageDefaults;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import java.util.List;
import java.util.Set;

/**
 * {@code docker/runtime}: the command, the variables and the working directory that an image says its containers have.
 * The request's own win over them.
 */
public final class RuntimeIsolator implements Isolator {

    private static final String NAME = "docker/runtime";
    private static final Flag<Boolean> IGNORE = Flag.bool(
            "docker_ignore_runtime",
            false,
            "Heed nothing that images say of their command, variables and working directory.");

    private final boolean ignore;

    private RuntimeIsolator(boolean ignore) {
        this.ignore = ignore;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    @Override
    public Contribution prepare(Container container) {
        return ignore
                ? Contribution.NONE
                : container.image().map(image -> plan(container, image)).orElse(Contribution.NONE);
    }

    private static Contribution plan(Container container, ImageDefaults image) {
        Contribution.Builder plan = Contribution.builder();
        String name = container.spec().image().map(ImageRequest::name).orElse("");
        Set<String> decided = container.spec().containerClass() == ContainerClass.DEBUG
                ? container
                        .parent()
                        .map(p -> p.command().environment().keySet())
                        .orElse(Set.of())
                : Set.of();
        image.environment().forEach(text -> variable(text, name, decided, plan));
        if (!image.workingDirectory().isEmpty()) {
            plan.workingDirectory(absolute(checked(image.workingDirectory(), "WorkingDir", name)));
        }
        // What runs in a container beside its command is never the image's.
        if (container.spec().containerClass() != ContainerClass.DEBUG) {
            LaunchCommand.of(container.spec().command(), image, name).ifPresent(plan::command);
        }
        return plan.build();
    }

    /**
     * What has no name is skipped, as Mesos does.
     *
     * @param decided names of which the request says more than the image
     */
    private static void variable(String text, String image, Set<String> decided, Contribution.Builder plan) {
        int equals = checked(text, "Env", image).indexOf('=');
        if (equals > 0 && !decided.contains(text.substring(0, equals))) {
            plan.environment(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    private static String absolute(String directory) {
        return directory.startsWith("/") ? directory : "/" + directory;
    }

    private static String checked(String text, String part, String image) {
        if (text.indexOf('\0') >= 0) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE,
                    "use " + part + " of image",
                    image,
                    "'" + text.replace('\0', '?') + "' contains a NUL byte");
        }
        return text;
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(IGNORE);
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new RuntimeIsolator(environment.flags().get(IGNORE));
        }
    }
}
