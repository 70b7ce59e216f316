package io.containerizer.agent.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** The bodies of answers that have nothing else to say, as Mesos has them. */
final class StatusText {

    private StatusText() {}

    static Answer.Whole answer(int status) {
        return answer(status, Map.of());
    }

    static Answer.Whole answer(int status, Map<String, String> headers) {
        Answer.Whole plain = Answer.text(status, of(status));
        return new Answer.Whole(status, headers, plain.contentType(), plain.body());
    }

    /** Such as {@code 404 Not Found.} */
    static String of(int status) {
        String reason = status == 500 ? "Internal Server Error" : HttpStatus.getMessage(status);
        return status + " " + reason + ".";
    }
}
