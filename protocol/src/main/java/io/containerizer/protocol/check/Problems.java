package io.containerizer.protocol.check;

import com.google.protobuf.Descriptors.Descriptor;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is wrong with a message, so that all of it can be told at once. */
final class Problems {

    private static final int MOST_TOLD = 8;

    private final List<String> found = new ArrayList<>();

    void add(String field, String reason) {
        found.add("'" + field + "' " + reason);
    }

    void addIf(boolean wrong, String field, String reason) {
        if (wrong) {
            add(field, reason);
        }
    }

    List<String> found() {
        return List.copyOf(found);
    }

    void refuse(Descriptor kind) {
        if (!found.isEmpty()) {
            String more = found.size() > MOST_TOLD ? "; and " + (found.size() - MOST_TOLD) + " more" : "";
            throw ContainerizerException.of(
                    ErrorCode.INVALID_MESSAGE,
                    "check " + kind.getFullName(),
                    "",
                    found.stream().limit(MOST_TOLD).collect(Collectors.joining("; ", "", more)));
        }
    }
}
