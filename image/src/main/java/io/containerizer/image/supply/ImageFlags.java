package io.containerizer.image.supply;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.api.MesosDuration;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.image.registry.RegistryFlags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The flags about where images come from and where they are kept. */
public final class ImageFlags {

    /** The one kind of images there is. */
    public static final String DOCKER = "docker";

    public static final Flag<Set<String>> PROVIDERS = Flag.unset(
            "image_providers",
            "NAMES",
            ImageFlags::providers,
            "The kinds of images that containers may be made of: docker, which is OCI's, too.");
    public static final Flag<String> REGISTRY = Flag.of(
            "docker_registry",
            "URL|DIR",
            ImageFlags::registry,
            "https://registry-1.docker.io",
            "Where images come from whose names say no registry; all of them, if this is a directory of archives.");
    public static final Flag<Path> STORE = Flag.of(
            "docker_store_dir",
            "DIR",
            Path::of,
            "/tmp/mesos/store/docker",
            "Where images are kept once they are here.");
    public static final Flag<Platform> PLATFORM = Flag.unset(
            "image_platform",
            "OS/ARCH",
            Platform::parse,
            "Which variant of an image to use where there are several, by default this machine's.");
    public static final Flag<Duration> STALL_TIMEOUT = Flag.of(
            "fetcher_stall_timeout",
            "DURATION",
            MesosDuration::parse,
            "1mins",
            "After how long without a byte a download counts as broken.");
    public static final Flag<ImageGcConfig> GC = Flag.unset(
            "image_gc_config",
            "JSON|FILE",
            ImageGcConfig::parse,
            "When to remove images that no container uses, as a Mesos ImageGcConfig; by default never.");

    private ImageFlags() {}

    /** With those of registries. */
    public static List<Flag<?>> all() {
        List<Flag<?>> all = new ArrayList<>(List.of(PROVIDERS, REGISTRY, STORE, PLATFORM, STALL_TIMEOUT, GC));
        all.addAll(RegistryFlags.all());
        return List.copyOf(all);
    }

    /** The same flags, but for those that nobody else is to read. */
    public static FlagValues withoutSecrets(FlagValues flags) {
        Map<String, String> rest = new HashMap<>(flags.given());
        rest.remove(RegistryFlags.CONFIG.name());
        return new FlagValues(rest);
    }

    /**
     * The name under which the store has what is asked for as {@code name}: where names without a registry are Docker's,
     * or come from a directory, {@code docker.io/library/app} and {@code app} are one image.
     */
    public static ImageReference inStore(FlagValues flags, ImageReference name) {
        String registry = flags.get(REGISTRY);
        String host = registry.replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*", "");
        return registry.startsWith("/") || ImageReference.isDockerHub(host) ? name.shortened() : name;
    }

    private static Set<String> providers(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String token : text.split(",")) {
            String name = token.strip().toLowerCase(Locale.ROOT);
            switch (name) {
                case "" -> {}
                case DOCKER -> names.add(name);
                case "appc" -> throw invalid(token, "Appc images are not supported: nobody makes them any more");
                default -> throw invalid(token, "there is none of this name");
            }
        }
        if (names.isEmpty()) {
            throw invalid(text, "it names none");
        }
        return Set.copyOf(names);
    }

    private static ContainerizerException invalid(String token, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read image provider", "'" + token.strip() + "'", why)
                .withHint("use docker, for images in Docker's and OCI's formats");
    }

    private static String registry(String text) {
        if (text.startsWith("/") || text.startsWith("https://") || text.startsWith("http://")) {
            return text;
        }
        String why = text.startsWith("hdfs:")
                ? "Hadoop's file system is not supported"
                : "it is neither a URL nor an absolute path";
        throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "read registry", "'" + text + "'", why)
                .withHint("write https://HOST[:PORT], or /DIR for a directory of archives");
    }
}
