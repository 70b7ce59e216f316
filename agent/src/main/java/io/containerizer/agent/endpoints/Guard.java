package io.containerizer.agent.endpoints;

import io.containerizer.agent.answer.StatusAnswer;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.http.Guarded;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.state.RecoveryStatus;

/** What is checked before an endpoint answers. */
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

    /** Where there are ACLs, refuses other methods than GET, too. */
    Handler readOnly(Action action, String object, Handler handler) {
        return authorizer.equals(Authorizer.EVERYTHING) ? handler : new Guarded(authorizer, action, object, handler);
    }

    /** Refuses all as long as it is not known which containers there are. */
    Handler recovered(Handler handler) {
        return request -> recovery.isOver() ? handler.handle(request) : StatusAnswer.of(StatusAnswer.UNAVAILABLE);
    }
}
