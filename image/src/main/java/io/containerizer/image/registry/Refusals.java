package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes errors of answers that are not what was asked for. */
final class Refusals {

    private final Logins logins;
    private final InstantSource clock;

    Refusals(Logins logins, InstantSource clock) {
        this.logins = logins;
        this.clock = clock;
    }

    /**
     * @return what to throw if another try may help
     * @throws ContainerizerException for good
     */
    PassingFailure explain(Request request, Answer answer) {
        Said said = Said.in(answer);
        Login login = logins.at(request.repository());
        boolean redirected = !request.repository().endpoint().isOriginOf(answer.from());
        String peer = redirected
                ? Subject.bare(answer.from()) + ", where the registry sent us,"
                : request.repository().endpoint().toString();
        String words = login.hideIn(said.text());
        String reason =
                peer + " answers " + Statuses.text(answer.status()) + (words.isEmpty() ? "" : " (" + words + ")");
        if (said.html()) {
            throw request.subject()
                    .failure(reason + " with a page for browsers: that is no registry")
                    .withHint("look at the address and the port");
        }
        int status = answer.status();
        if (Statuses.mayPass(status)) {
            return passing(request, answer, reason);
        }
        throw switch (status) {
            case 401, 403 ->
                redirected
                        ? request.subject().failure(reason)
                        : request.subject()
                                .failure(reason + ", asked " + login.with())
                                .withHint(logins.hint(request.repository()));
            case 404 -> missing(request, said.codes(), reason);
            case 400 ->
                words.contains("HTTPS")
                        ? request.subject()
                                .failure(reason)
                                .withHint("write https://"
                                        + request.repository().endpoint().authority() + " in --docker_registry")
                        : request.subject().failure(reason);
            default -> request.subject().failure(reason);
        };
    }

    private PassingFailure passing(Request request, Answer answer, String reason) {
        Optional<Duration> pause = RetryAfter.parse(answer.header("Retry-After"), clock.instant());
        String asks =
                pause.map(p -> ", and asks to wait " + p.toSeconds() + " s").orElse("");
        String hint = answer.status() == 429
                ? "wait, ask with credentials that may ask more often, or use a mirror"
                : "ask again later; the registry's log tells more";
        return new PassingFailure(request.subject().failure(reason + asks).withHint(hint), pause);
    }

    private static ContainerizerException missing(Request request, List<String> codes, String reason) {
        if (!request.isManifest()) {
            return request.subject()
                    .failure(reason)
                    .withHint("the registry has lost a part of the image: push it again");
        }
        if (codes.contains("NAME_UNKNOWN")) {
            return request.subject()
                    .failure(ErrorCode.IMAGE_NOT_FOUND, reason + ": it has no such repository")
                    .withHint("look at the spelling of the repository");
        }
        boolean known = codes.contains("MANIFEST_UNKNOWN");
        return request.subject()
                .failure(
                        ErrorCode.IMAGE_NOT_FOUND,
                        reason + (known ? ": the repository has no such tag or digest" : ": no such repository or tag"))
                .withHint(known ? "look at the tag" : "look at the spelling");
    }
}
