package io.containerizer.agent.http;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import java.util.Map;

/**
 * A handler for those only whom an ACL lets. There is none where there are no ACLs: then Mesos does not look at the method, either.
 *
 * @param object what the action is done to; for {@link Action#GET_ENDPOINTS} the endpoint's path, such as {@code /containers}
 */
public record Guarded(Authorizer authorizer, Action action, String object, Handler handler) implements Handler {

    /** Answers 405 to what is not GET, and 403 to whom the ACLs do not let. */
    @Override
    public Answer handle(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            String expected = "Expecting one of { 'GET' }, but received '" + AccessLog.clean(request.method()) + "'";
            Answer.Whole plain = Answer.text(405, expected);
            return new Answer.Whole(405, Map.of("Allow", "GET"), plain.contentType(), plain.body());
        }
        return authorizer.allows(request.caller(), action, object) ? handler.handle(request) : StatusText.answer(403);
    }
}
