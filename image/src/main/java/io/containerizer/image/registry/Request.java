package io.containerizer.image.registry;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * What is wanted of a repository.
 *
 * @param subject for messages
 * @param headers beside {@code Authorization}
 */
record Request(Repository repository, URI uri, Subject subject, boolean isManifest, Map<String, String> headers) {

    static Request manifest(Repository repository, String version, String accept) {
        String name = repository + (version.contains(":") ? "@" : ":") + version;
        return new Request(
                repository,
                repository.manifest(version),
                new Subject("fetch manifest", name),
                true,
                Map.of("Accept", accept));
    }

    /** @param what {@code layer} or {@code configuration} */
    static Request blob(Repository repository, String digest, String what) {
        Subject subject = new Subject("fetch " + what, repository + "@" + digest);
        // a proxy that packs it once more would send other bytes than those with the digest
        return new Request(repository, repository.blob(digest), subject, false, Map.of("Accept-Encoding", "identity"));
    }

    /** From this byte on. */
    Request from(long offset) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Range", "bytes=" + offset + "-");
        return new Request(repository, uri, subject, isManifest, Map.copyOf(all));
    }
}
