package io.containerizer.cli;

import static io.containerizer.cli.RunOptions.ARGS;
import static io.containerizer.cli.RunOptions.CAPABILITIES;
import static io.containerizer.cli.RunOptions.CPUS;
import static io.containerizer.cli.RunOptions.CPUS_LIMIT;
import static io.containerizer.cli.RunOptions.DISK;
import static io.containerizer.cli.RunOptions.ENV;
import static io.containerizer.cli.RunOptions.IMAGE;
import static io.containerizer.cli.RunOptions.MEM;
import static io.containerizer.cli.RunOptions.MEM_LIMIT;
import static io.containerizer.cli.RunOptions.NAME;
import static io.containerizer.cli.RunOptions.PLATFORM;
import static io.containerizer.cli.RunOptions.PULL;
import static io.containerizer.cli.RunOptions.RLIMIT;
import static io.containerizer.cli.RunOptions.ROOTFS;
import static io.containerizer.cli.RunOptions.SHARE_PIDS;
import static io.containerizer.cli.RunOptions.SHELL;
import static io.containerizer.cli.RunOptions.SHM_SIZE;
import static io.containerizer.cli.RunOptions.USER;
import static io.containerizer.cli.RunOptions.VOLUME;

import io.containerizer.api.Bytes;
import io.containerizer.api.Capability;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.LinuxInfo.IpcMode;
import io.containerizer.api.Resources;
import io.containerizer.api.Rlimit;
import io.containerizer.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Turns the options of a command line into a request to the engine. */
final class RunRequest {

    private static final int RANDOM_ID_LENGTH = 12;
    static final String UNLIMITED = "unlimited";

    /** Without the exponents, hexadecimal digits and suffixes that Java would take. */
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d*)?|\\.\\d+");

    private final Arguments arguments;

    RunRequest(Arguments arguments) {
        this.arguments = arguments;
    }

    /** All but the streams. */
    ContainerSpec.Builder spec() {
        Resources asked = new Resources(cpus(CPUS), memory(MEM), memory(DISK));
        Resources limits = new Resources(cpus(CPUS_LIMIT), memory(MEM_LIMIT), Bytes.ZERO);
        checkLimits(asked, limits);
        ContainerId id = arguments.one(NAME).map(ContainerId::of).orElseGet(() -> ContainerId.of(randomId()));
        ContainerSpec.Builder spec = ContainerSpec.builder(id, command())
                .resources(asked)
                .limits(limits)
                .user(arguments.one(USER).orElse(""));
        if (arguments.has(VOLUME)) {
            spec.volumes(new VolumeOptions(arguments).all());
        }
        if (arguments.has(RLIMIT)) {
            spec.rlimits(rlimits());
        }
        if (arguments.has(CAPABILITIES) || arguments.has(SHM_SIZE) || arguments.has(SHARE_PIDS)) {
            spec.linux(linux());
        }
        arguments
                .one(ROOTFS)
                .ifPresent(directory -> spec.rootfs(Remote.is(arguments) ? farRootfs(directory) : rootfs(directory)));
        image().ifPresent(spec::image);
        return spec;
    }

    static String randomId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_ID_LENGTH);
    }

    private Optional<ImageRequest> image() {
        if (!arguments.has(IMAGE)) {
            for (Option option : List.of(ARGS, PULL, PLATFORM)) {
                boolean ofVolumes = option != ARGS && ImageVolume.areIn(arguments);
                if (arguments.has(option) && !ofVolumes) {
                    throw arguments.usage(option.name() + " is about an image: name one with --image");
                }
            }
            return Optional.empty();
        }
        if (arguments.has(ROOTFS)) {
            throw arguments.usage("--image and --rootfs both say what the root file system is: leave one out");
        }
        // What --pull says has been done before the engine is asked.
        return arguments
                .one(IMAGE)
                .map(name -> new ImageRequest(ImageReference.parse(name).toString(), true));
    }

    private void checkLimits(Resources asked, Resources limits) {
        if (limits.hasMemory() && limits.memory().compareTo(asked.memory()) < 0) {
            throw arguments.usage("--mem_limit is below --mem: " + limits.memory() + " and " + asked.memory());
        }
        if (limits.hasCpus() && limits.cpus() < asked.cpus()) {
            throw arguments.usage("--cpus_limit is below --cpus: " + limits.cpus() + " and " + asked.cpus());
        }
    }

    private Command command() {
        Optional<String> line = arguments.one(SHELL);
        if (line.isPresent() && arguments.has(ARGS)) {
            throw arguments.usage("--shell runs a line, so the image's own program gets no --args");
        }
        if (line.isPresent() && !arguments.words().isEmpty()) {
            throw arguments.usage("--shell runs a line, so there can be no other command: "
                    + arguments.words().getFirst());
        }
        Command command = line.isPresent() ? Command.shell(line.get()) : words();
        return command.withEnvironment(environment(arguments));
    }

    private Command words() {
        boolean toImage = arguments.has(IMAGE)
                && (arguments.has(ARGS) || arguments.words().isEmpty());
        return toImage ? Command.ofImage(arguments.words()) : Command.of(arguments.words("no command is named"));
    }

    /** Variables that are given by their names only are taken from here, if they exist. */
    static Map<String, String> environment(Arguments arguments) {
        Map<String, String> variables = new HashMap<>();
        for (String text : arguments.all(ENV)) {
            int equals = text.indexOf('=');
            if (equals == 0) {
                throw arguments.usage("--env is '" + text + "', which has no name; write NAME=VALUE or NAME");
            }
            if (equals >= 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            } else {
                String here = System.getenv(text);
                if (here != null) {
                    variables.put(text, here);
                }
            }
        }
        return variables;
    }

    private double cpus(Option option) {
        Optional<String> text = arguments.one(option);
        if (text.isEmpty()) {
            return 0;
        }
        if (option == CPUS_LIMIT && text.get().equals(UNLIMITED)) {
            return Double.POSITIVE_INFINITY;
        }
        if (NUMBER.matcher(text.get()).matches() && Double.parseDouble(text.get()) > 0) {
            return Double.parseDouble(text.get());
        }
        throw arguments.usage(
                option.name() + " is '" + text.get() + "', which is no number of processors, as 0.5 or 2");
    }

    private Bytes memory(Option option) {
        Optional<String> text = arguments.one(option);
        if (text.isEmpty()) {
            return Bytes.ZERO;
        }
        if (option == MEM_LIMIT && text.get().equals(UNLIMITED)) {
            return Resources.UNLIMITED;
        }
        Bytes amount = Amounts.bytes(arguments, option, text.get());
        if (amount.value() == 0) {
            throw arguments.usage(
                    option.name() + " is zero; write for example 64MB" + (option == MEM_LIMIT ? " or unlimited" : ""));
        }
        return amount;
    }

    private List<Rlimit> rlimits() {
        return arguments.all(RLIMIT).stream().map(Rlimit::parse).toList();
    }

    private LinuxInfo linux() {
        LinuxInfo linux = LinuxInfo.DEFAULT.withSharePidNamespace(arguments.has(SHARE_PIDS));
        if (arguments.has(CAPABILITIES)) {
            linux = linux.withCapabilities(arguments.one(CAPABILITIES).map(Capability::parse), Optional.empty());
        }
        return arguments.has(SHM_SIZE) ? linux.withIpc(IpcMode.PRIVATE, memory(SHM_SIZE)) : linux;
    }

    /** What an agent's host has there is not known here. */
    private Path farRootfs(String directory) {
        if (!directory.startsWith("/")) {
            throw arguments.usage(ROOTFS.name() + " is '" + directory + "'; with --agent it has to be absolute");
        }
        return Path.of(directory);
    }

    private static Path rootfs(String directory) {
        Path real;
        try {
            real = Path.of(directory).toRealPath();
        } catch (IOException e) {
            Path absolute = Path.of(directory).toAbsolutePath();
            throw noRootfs(
                            directory,
                            directory.equals(absolute.toString())
                                    ? "there is no such directory"
                                    : "there is no directory " + absolute)
                    .causedBy(e);
        }
        if (!Files.isDirectory(real)) {
            throw noRootfs(directory, "it is no directory");
        }
        if (real.getParent() == null) {
            throw noRootfs(directory, "it is the host's own root");
        }
        return real;
    }

    private static ContainerizerException noRootfs(String directory, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "use root file system", directory, why)
                .withHint("name a directory that has the container's programs, as bin/sh");
    }
}
