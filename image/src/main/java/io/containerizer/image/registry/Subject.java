package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.net.URI;

/**
 * What is asked for, as messages name it.
 *
 * @param step {@code fetch manifest}
 * @param name of what: an address without the parts that may be secret
 */
record Subject(String step, String name) {

    ContainerizerException failure(ErrorCode code, String reason) {
        return ContainerizerException.of(code, step, name, reason);
    }

    ContainerizerException failure(String reason) {
        return failure(ErrorCode.REGISTRY_FAILED, reason);
    }

    /** An address without its query, in which storage services carry keys. */
    static String bare(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
