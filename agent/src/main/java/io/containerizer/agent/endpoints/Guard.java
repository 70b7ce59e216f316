package io.containerizer.agent.endpoints;

import io.containerizer.agent.answer.StatusAnswer;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.state.RecoveryStatus;
import java.util.Map;

/** What is checked before an endpoint answers. Where nobody asks who may do what, the method does not matter either. */
final class Guard {

    private final Authorizer authorizer;
    private final RecoveryStatus recovery;

    Guard(Authorizer authorizer, RecoveryStatus recovery) {
        this.authorizer = authorizer;
        this.recovery = recovery;
    }

    /** Refuses those who may not {@link Action#GET_ENDPOINTS} at the path. */
    Handler path(String path, Handler handler) {
        return permitted(Action.GET_ENDPOINTS, path, handler);
    }

    Handler permitted(Action action, String object, Handler handler) {
        return request -> authorizer.allows(request.caller(), action, object)
                ? handler.handle(request)
                : StatusAnswer.of(StatusAnswer.FORBIDDEN);
    }

    /** Refuses other methods than GET, and HEAD, which the server answers like it, if there is an authorizer. */
    Handler onlyGet(Handler handler) {
        return request -> {
            String method = request.method();
            if (authorizer == Authorizer.EVERYTHING || method.equals("GET") || method.equals("HEAD")) {
                return handler.handle(request);
            }
            Answer.Whole refusal = (Answer.Whole) StatusAnswer.of(StatusAnswer.METHOD_NOT_ALLOWED);
            return new Answer.Whole(refusal.status(), Map.of("Allow", "GET"), refusal.contentType(), refusal.body());
        };
    }

    /** Refuses all as long as it is not known which containers there are. */
    Handler recovered(Handler handler) {
        return request -> recovery.isOver() ? handler.handle(request) : StatusAnswer.of(StatusAnswer.UNAVAILABLE);
    }
}
