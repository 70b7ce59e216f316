package io.containerizer.agent.http;

import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Authenticator.Outcome;
import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.auth.Realm;
import io.containerizer.api.ContainerizerException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Decides who answers a request. Knows no connections. */
final class Dispatcher {

    /** What is to be answered, and how long that has to wait. */
    record Decision(Answer answer, Duration after) {
        static Decision now(Answer answer) {
            return new Decision(answer, Duration.ZERO);
        }
    }

    private final Routing routing;
    private final Authenticator authenticator;
    private final Handler peers;
    private final AccessLog log;

    Dispatcher(Service service, AccessLog log) {
        routing = new Routing(service.routes());
        authenticator = service.authenticator();
        peers = service.peers();
        this.log = log;
    }

    /**
     * @param request with the whole path
     * @param host where the caller is, without its port
     */
    Decision answer(Request request, String host) {
        if (isMessage(request.method(), request.headers())) {
            log.message(request.path(), request.caller());
            return Decision.now(handle(peers, request));
        }
        String path = Routing.withoutAgent(request.path());
        Optional<Route> route = routing.find(path);
        if (route.isEmpty()) {
            log.began(request.method(), request.path(), request.caller(), request.headers());
            return Decision.now(StatusText.answer(404));
        }
        Realm realm = route.get().realm();
        Outcome outcome = authenticator.check(realm, request.headers().find("Authorization"), request.caller(), host);
        return switch (outcome) {
            case Outcome.Known(Caller caller) -> {
                log.began(request.method(), request.path(), caller, request.headers());
                yield Decision.now(handle(route.get().handler(), request.as(path, caller)));
            }
            case Outcome.Refused(Duration after) -> {
                log.began(request.method(), request.path(), request.caller(), request.headers());
                yield new Decision(StatusText.answer(401, challenge(realm)), after);
            }
        };
    }

    /** Whether it is from a process of Mesos to another, and no request for a route. */
    static boolean isMessage(String method, Headers headers) {
        return method.equals("POST")
                && (headers.find("Libprocess-From").isPresent()
                        || headers.find("User-Agent")
                                .filter(agent -> agent.startsWith("libprocess/"))
                                .isPresent());
    }

    private Answer handle(Handler handler, Request request) {
        try {
            return handler.handle(request);
        } catch (ContainerizerException e) {
            log.failed(request.method(), request.path(), e);
            return Answer.text(500, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            log.failed(request.method(), request.path(), e);
            return StatusText.answer(500);
        }
    }

    private static Map<String, String> challenge(Realm realm) {
        return Map.of("WWW-Authenticate", "Basic realm=\"" + realm.text() + "\"");
    }
}
