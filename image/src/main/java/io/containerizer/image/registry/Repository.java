package io.containerizer.image.registry;

import java.net.URI;

/**
 * One repository at one endpoint.
 *
 * @param name its name there
 */
record Repository(Endpoint endpoint, String name) {

    /** Of a manifest, by tag or digest. */
    URI manifest(String version) {
        return endpoint.uri(name + "/manifests/" + version);
    }

    URI blob(String digest) {
        return endpoint.uri(name + "/blobs/" + digest);
    }

    @Override
    public String toString() {
        return endpoint.scheme() + "://" + endpoint.authority() + "/" + name;
    }
}
