package io.containerizer.agent.api;

import io.containerizer.protocol.MesosProtobuf;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.json.MesosJson;
import java.util.List;
import java.util.Optional;

/** The forms that calls and their answers can have, in the order in which an answer's is chosen. */
final class Forms {

    static final String RECORDIO = "application/recordio";

    static final MesosJson JSON = new MesosJson(MessageLimits.DEFAULT);
    static final MessageFormat PROTOBUF = new MesosProtobuf(MessageLimits.DEFAULT);

    private static final List<MessageFormat> MESSAGES = List.of(JSON, PROTOBUF);

    private Forms() {}

    /** @param mediaType parameters such as a charset do not count */
    static Optional<MessageFormat> of(String mediaType) {
        String bare = bare(mediaType);
        return MESSAGES.stream().filter(f -> f.mediaType().equals(bare)).findFirst();
    }

    static boolean isRecordio(String mediaType) {
        return bare(mediaType).equals(RECORDIO);
    }

    private static String bare(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon)).strip();
    }

    /** The first that a field {@code Accept} or {@code Message-Accept} allows. */
    static Optional<MessageFormat> accepted(Optional<String> field) {
        return MESSAGES.stream()
                .filter(form -> isAccepted(field, form.mediaType()))
                .findFirst();
    }

    /** Quality values only exclude, with 0. Who says nothing accepts all. */
    static boolean isAccepted(Optional<String> field, String mediaType) {
        if (field.isEmpty() || field.get().isBlank()) {
            return true;
        }
        boolean any = false;
        for (String range : field.get().split(",")) {
            String name = bare(range);
            boolean refused = range.replace(" ", "").matches(".*;q=0(\\.0*)?(;.*)?");
            if (name.equals(mediaType)) {
                return !refused;
            }
            any |= !refused && (name.equals("*/*") || name.equals("application/*"));
        }
        return any;
    }
}
