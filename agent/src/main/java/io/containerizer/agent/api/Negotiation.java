package io.containerizer.agent.api;

import io.containerizer.agent.http.Headers;
import io.containerizer.protocol.MessageFormat;
import java.util.Optional;

/**
 * In which forms a call arrives and its answer goes, as the header fields of the request say.
 *
 * @param request of the message, or of each record
 * @param requestFramed the body is records
 * @param answer of the message, or of each record
 * @param answerFramed RecordIO alone is acceptable
 */
public record Negotiation(MessageFormat request, boolean requestFramed, MessageFormat answer, boolean answerFramed) {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String MESSAGE_CONTENT_TYPE = "Message-Content-Type";
    private static final String ACCEPT = "Accept";
    private static final String MESSAGE_ACCEPT = "Message-Accept";

    /** @throws ApiFailure with the status that the first of the checks of Mesos has that fails */
    static Negotiation of(Headers headers) {
        String type = headers.find(CONTENT_TYPE)
                .orElseThrow(() -> new ApiFailure(400, "Expecting '" + CONTENT_TYPE + "' to be present"));
        Optional<String> recordType = headers.find(MESSAGE_CONTENT_TYPE);
        boolean framed = Forms.isRecordio(type);
        Optional<MessageFormat> request = framed ? recordType.flatMap(Forms::of) : Forms.of(type);
        if (!framed && request.isEmpty()) {
            throw new ApiFailure(415, expecting(CONTENT_TYPE, true));
        }
        if (framed && recordType.isEmpty()) {
            throw new ApiFailure(400, "Expecting '" + MESSAGE_CONTENT_TYPE + "' to be set for RecordIO requests");
        }
        if (framed && request.isEmpty()) {
            throw new ApiFailure(415, expecting(MESSAGE_CONTENT_TYPE, false));
        }
        if (!framed && recordType.isPresent()) {
            throw new ApiFailure(
                    415, "Expecting '" + MESSAGE_CONTENT_TYPE + "' to be not set for other than RecordIO requests");
        }
        return answer(headers, request.orElseThrow(), framed);
    }

    private static Negotiation answer(Headers headers, MessageFormat request, boolean requestFramed) {
        Optional<String> accept = headers.find(ACCEPT);
        Optional<String> records = headers.find(MESSAGE_ACCEPT);
        Optional<MessageFormat> whole = Forms.accepted(accept);
        if (whole.isPresent()) {
            if (records.isPresent()) {
                throw new ApiFailure(
                        406, "Expecting '" + MESSAGE_ACCEPT + "' to be not set for other than RecordIO answers");
            }
            return new Negotiation(request, requestFramed, whole.get(), false);
        }
        if (!Forms.isAccepted(accept, Forms.RECORDIO)) {
            throw new ApiFailure(406, "Expecting '" + ACCEPT + "' to allow " + forms(true));
        }
        MessageFormat record = Forms.accepted(records)
                .orElseThrow(() -> new ApiFailure(406, "Expecting '" + MESSAGE_ACCEPT + "' to allow " + forms(false)));
        return new Negotiation(request, requestFramed, record, true);
    }

    private static String expecting(String field, boolean recordio) {
        return "Expecting '" + field + "' of " + forms(recordio);
    }

    private static String forms(boolean recordio) {
        return Forms.JSON.mediaType() + " or " + Forms.PROTOBUF.mediaType() + (recordio ? " or " + Forms.RECORDIO : "");
    }
}
