package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gets things from repositories: identifies where that is asked for and follows redirects. Credentials go to nobody but the
 * registry itself.
 */
final class RegistryClient {

    private static final int MOST_REDIRECTS = 5;

    private final Transport transport;
    private final Logins logins;
    private final Refusals refusals;
    private final Set<String> plain;

    RegistryClient(Transport transport, Logins logins, Refusals refusals, Set<String> plain) {
        this.transport = transport;
        this.logins = logins;
        this.refusals = refusals;
        this.plain = plain;
    }

    /**
     * One try.
     *
     * @return an answer with the status 200 or 206
     * @throws ContainerizerException if trying again would not help
     */
    Answer get(Request request) throws PassingFailure {
        Login login = logins.at(request.repository());
        Optional<Secret> sent = login.header();
        Answer answer = follow(request, sent);
        boolean refused =
                answer.status() == 401 && request.repository().endpoint().isOriginOf(answer.from());
        if (refused) {
            Optional<Secret> other = answer(login, answer, sent);
            if (other.isPresent()) {
                answer.close();
                answer = follow(request, other);
            }
        }
        if (answer.status() != 200 && answer.status() != 206) {
            try (Answer refusal = answer) {
                throw refusals.explain(request, refusal);
            }
        }
        return answer;
    }

    private static Optional<Secret> answer(Login login, Answer refusal, Optional<Secret> sent) throws PassingFailure {
        try {
            return login.answer(Challenge.parse(refusal.headers().allValues("WWW-Authenticate")), sent);
        } catch (PassingFailure | ContainerizerException e) {
            refusal.close();
            throw e;
        }
    }

    private Answer follow(Request request, Optional<Secret> authorization) throws PassingFailure {
        URI uri = request.uri();
        for (int redirects = 0; ; redirects++) {
            Answer answer = once(request, uri, authorization);
            if (!Statuses.isRedirect(answer.status())) {
                return answer;
            }
            answer.close();
            if (redirects == MOST_REDIRECTS) {
                throw request.subject().failure("more than " + MOST_REDIRECTS + " redirects");
            }
            uri = target(request.subject(), uri, answer.header("Location"));
        }
    }

    private Answer once(Request request, URI uri, Optional<Secret> authorization) throws PassingFailure {
        Map<String, String> headers = new HashMap<>(request.headers());
        if (authorization.isPresent() && request.repository().endpoint().isOriginOf(uri)) {
            headers.put("Authorization", authorization.get().reveal());
        }
        try {
            return transport.get(uri, headers);
        } catch (IOException e) {
            throw ConnectionFailures.explain(request.subject(), uri, e);
        }
    }

    private URI target(Subject subject, URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw subject.failure(Subject.bare(from) + " redirects to something that is no address");
        }
        String scheme = to.getScheme();
        if (to.getHost() == null || location.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
            throw subject.failure(Subject.bare(from) + " redirects to something that is no address of a server");
        }
        boolean mayBePlain = Endpoint.isLoopback(to.getHost()) || plain.contains(to.getRawAuthority());
        if (scheme.equals("http") && (from.getScheme().equals("https") || !mayBePlain)) {
            throw subject.failure(Subject.bare(from) + " redirects to " + Subject.bare(to)
                    + ", and encryption is not given up on the way");
        }
        return to;
    }
}
