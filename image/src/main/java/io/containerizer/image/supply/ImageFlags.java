package io.containerizer.image.supply;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagText;
import io.containerizer.api.FlagValues;
import io.containerizer.api.MesosDuration;
import io.containerizer.image.Platform;
import io.containerizer.image.registry.ClientCertificate;
import io.containerizer.image.registry.DockerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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

    public static final Flag<DockerConfig> CONFIG = Flag.unset(
            "docker_config",
            "JSON|FILE",
            text -> DockerConfig.parse(FlagText.json(text), "--docker_config"),
            "Credentials of registries, in the form of docker's config.json.");
    public static final Flag<Set<String>> INSECURE = Flag.of(
            "docker_registry_insecure",
            "HOSTS",
            text -> Set.copyOf(list(text)),
            "",
            "Registries that are spoken to without encryption, each as HOST[:PORT].");
    public static final Flag<RegistryMirrors> MIRRORS = Flag.of(
            "docker_registry_mirrors",
            "JSON|FILE",
            RegistryMirrors::parse,
            "{}",
            "Where to ask before the registry itself: lists of addresses by registry.");
    public static final Flag<List<Path>> AUTHORITIES = Flag.of(
            "docker_registry_ca",
            "FILES",
            ImageFlags::paths,
            "",
            "Certificates, as PEM, of authorities of registries to trust beside the usual ones.");
    public static final Flag<ClientCertificate> CLIENT = Flag.unset(
            "docker_registry_client_certificate",
            "CHAIN,KEY",
            ImageFlags::certificate,
            "Two PEM files with which to identify to registries that ask for it.");

    private ImageFlags() {}

    public static List<Flag<?>> all() {
        return List.of(
                PROVIDERS,
                REGISTRY,
                CONFIG,
                INSECURE,
                MIRRORS,
                AUTHORITIES,
                CLIENT,
                STORE,
                PLATFORM,
                STALL_TIMEOUT,
                GC);
    }

    /** The same flags, but for those that nobody else is to read. */
    public static FlagValues withoutSecrets(FlagValues flags) {
        Map<String, String> rest = new HashMap<>(flags.given());
        rest.remove(CONFIG.name());
        return new FlagValues(rest);
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
    }

    private static List<Path> paths(String text) {
        return list(text).stream().map(Path::of).toList();
    }

    private static ClientCertificate certificate(String text) {
        List<Path> files = paths(text);
        if (files.size() != 2) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_FLAG, "read", "'" + text + "'", "it is not the names of two files: CHAIN,KEY");
        }
        return new ClientCertificate(files.getFirst(), files.getLast());
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
