package io.containerizer.cli;

import static io.containerizer.cli.RunOptions.VOLUME;

import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The volumes of a command line: {@code SRC:DST[:OPTION]...}, {@code persistent:ROLE/ID:DST:quota=BYTES[:OPTION]...}, and those of
 * images.
 */
final class VolumeOptions {

    private static final String PERSISTENT = "persistent:";
    private static final String QUOTA = "quota=";

    private final Arguments arguments;

    VolumeOptions(Arguments arguments) {
        this.arguments = arguments;
    }

    List<Volume> all() {
        List<Volume> volumes = new ArrayList<>();
        Set<Path> targets = new HashSet<>();
        for (String text : arguments.all(VOLUME)) {
            Volume volume = volume(text);
            if (!targets.add(Path.of(volume.containerPath()))) {
                throw arguments.usage(
                        "--volume is '" + text + "', and there is another one at " + volume.containerPath());
            }
            volumes.add(volume);
        }
        return volumes;
    }

    private Volume volume(String text) {
        if (ImageVolume.is(text)) {
            return ImageVolume.parse(arguments, text);
        }
        return isPersistent(text) ? persistent(text) : plain(text);
    }

    /** Whether there are volumes, and none of another kind. */
    boolean arePersistent() {
        return arguments.has(VOLUME) && arguments.all(VOLUME).stream().allMatch(VolumeOptions::isPersistent);
    }

    boolean haveQuotas() {
        return arguments.all(VOLUME).stream().anyMatch(text -> text.contains(":" + QUOTA));
    }

    /** A directory of the sandbox that is called so has an absolute path in the container. */
    private static boolean isPersistent(String text) {
        return text.startsWith(PERSISTENT) && !text.startsWith(PERSISTENT + "/");
    }

    private Volume plain(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw noVolume(text);
        }
        if (!parts[0].startsWith("/") && !parts[1].startsWith("/")) {
            throw arguments.usage("--volume is '" + text + "'; a relative SRC needs an absolute DST, as " + parts[0]
                    + ":/" + parts[1]);
        }
        return with(Volume.of(parts[0], parts[1]), List.of(parts).subList(2, parts.length), text);
    }

    private Volume persistent(String text) {
        List<String> parts = List.of(text.split(":", -1));
        if (parts.size() < 3 || parts.get(2).isEmpty()) {
            throw noVolume(text);
        }
        List<String> options = parts.subList(3, parts.size());
        Persistent named = named(arguments, parts.get(1));
        Bytes size = options.stream()
                .filter(o -> o.startsWith(QUOTA))
                .findFirst()
                .map(this::quota)
                .filter(quota -> quota.value() > 0)
                .orElseThrow(() -> arguments.usage("--volume is '" + text
                        + "', and a persistent volume needs a size: write for example " + PERSISTENT + named + ":"
                        + parts.get(2) + ":quota=64MB"));
        return with(Volume.persistent(named.role(), named.id(), parts.get(2), size), options, text);
    }

    /** @param name {@code ROLE/ID}; a role may have slashes, an id has none */
    static Persistent named(Arguments arguments, String name) {
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            throw arguments.usage("'" + name + "' names no persistent volume; write ROLE/ID");
        }
        try {
            return new Persistent(name.substring(0, slash), name.substring(slash + 1));
        } catch (ContainerizerException e) {
            throw arguments.usage("'" + name + "' names no persistent volume: " + e.getMessage());
        }
    }

    private Volume with(Volume volume, List<String> options, String text) {
        Volume complete = volume;
        for (String option : options) {
            if (option.startsWith(QUOTA)) {
                complete = complete.withQuota(quota(option));
            } else if (option.equals("ro")) {
                complete = complete.asReadOnly();
            } else if (!option.equals("rw")) {
                throw noVolume(text);
            }
        }
        return complete;
    }

    private Bytes quota(String option) {
        return Amounts.bytes(arguments, VOLUME, option.substring(QUOTA.length()));
    }

    private UsageException noVolume(String text) {
        return arguments.usage("--volume is '" + text
                + "'; write SRC:DST, SRC:DST:ro or SRC:DST:rw, and with a quota SRC:DST:quota=64MB;"
                + " one that stays: persistent:ROLE/ID:DST:quota=64MB");
    }
}
