package io.containerizer.image;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image: {@code [REGISTRY/]REPOSITORY[:TAG][@DIGEST]}. What stands before the first slash is a registry
 * if it has a dot or a colon, or is {@code localhost}.
 *
 * @param registry {@code HOST[:PORT]}; absent: the operator's default
 * @param repository its path there, in lower case
 * @param tag absent: {@code latest}, unless there is a digest
 * @param digest wins over the tag
 */
public record ImageReference(
        Optional<String> registry, String repository, Optional<String> tag, Optional<Digest> digest) {

    public static final String LATEST = "latest";

    private static final int LONGEST_NAME = 255;
    private static final Pattern REGISTRY =
            Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern OFFICIAL = Pattern.compile("^library/([^/]+)$");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public ImageReference {
        String problem = problem(registry, repository, tag);
        if (!problem.isEmpty()) {
            throw invalid(repository, problem);
        }
    }

    /** @throws ContainerizerException INVALID_IMAGE, with what is wrong with it */
    public static ImageReference parse(String text) {
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(Digest.parse(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        Optional<String> registry = Optional.empty();
        int slash = rest.indexOf('/');
        if (slash > 0 && isRegistry(rest.substring(0, slash))) {
            registry = Optional.of(rest.substring(0, slash));
            rest = rest.substring(slash + 1);
        }
        String problem = problem(registry, rest, tag);
        if (!problem.isEmpty()) {
            throw invalid(text, problem);
        }
        return new ImageReference(registry, rest, tag, digest);
    }

    private static boolean isRegistry(String first) {
        return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    }

    /** Empty: none. */
    private static String problem(Optional<String> registry, String repository, Optional<String> tag) {
        if (registry.isPresent() && !REGISTRY.matcher(registry.get()).matches()) {
            return "'" + registry.get() + "' is no address of a registry";
        } else if (repository.length() > LONGEST_NAME) {
            return "its name is longer than " + LONGEST_NAME + " characters";
        } else if (!REPOSITORY.matcher(repository).matches()) {
            return "'" + repository + "' is no name of a repository: words of lower-case letters and digits, joined by"
                    + " one of . _ __ - and /";
        } else if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            return "'" + tag.get() + "' is no tag";
        }
        int slash = repository.indexOf('/');
        boolean ambiguous = registry.isEmpty() && slash > 0 && isRegistry(repository.substring(0, slash));
        return ambiguous ? "the first part of '" + repository + "' would be read as a registry" : "";
    }

    private static ContainerizerException invalid(String text, String problem) {
        return ContainerizerException.of(ErrorCode.INVALID_IMAGE, "read image reference", "'" + text + "'", problem)
                .withHint("write it like [REGISTRY/]REPOSITORY[:TAG][@sha256:DIGEST]");
    }

    /** What names it in its repository: the digest, or else the tag. */
    public String version() {
        return digest.map(Digest::toString).orElseGet(() -> tag.orElse(LATEST));
    }

    /** The shortest text that names the same image everywhere: with the tag {@code latest} where none was given. */
    public String canonical() {
        return registry.map(r -> r + "/").orElse("")
                + repository
                + digest.map(d -> "@" + d).orElseGet(() -> ":" + tag.orElse(LATEST));
    }

    /**
     * The same without {@code docker.io} and its {@code library}, which some programs write and others leave out; other
     * references as they are, also where the rest would be read as another registry's.
     */
    public ImageReference shortened() {
        if (registry.isEmpty() || !isDockerHub(registry.get())) {
            return this;
        }
        String rest = OFFICIAL.matcher(repository).replaceFirst("$1");
        int slash = rest.indexOf('/');
        return slash > 0 && isRegistry(rest.substring(0, slash))
                ? this
                : new ImageReference(Optional.empty(), rest, tag, digest);
    }

    /** Whether a host is of the family of {@code docker.io}. */
    public static boolean isDockerHub(String host) {
        return host.equals("docker.io") || host.endsWith(".docker.io");
    }

    /** As it was written. */
    @Override
    public String toString() {
        return registry.map(r -> r + "/").orElse("")
                + repository
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
