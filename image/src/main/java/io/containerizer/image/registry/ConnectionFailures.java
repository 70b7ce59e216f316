package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells why there was no answer, and whether there may be one at the next try. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    /**
     * @return what to throw if another try may help
     * @throws ContainerizerException what no other try mends
     */
    static PassingFailure explain(Subject subject, URI uri, IOException e) {
        String peer = uri.getScheme() + "://" + uri.getRawAuthority();
        if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            throw subject.failure("interrupted").causedBy(e);
        }
        if (has(e, UnknownHostException.class) || has(e, UnresolvedAddressException.class)) {
            throw subject.failure("the host of " + peer + " is not known")
                    .withHint("look at the spelling, and whether this host resolves names")
                    .causedBy(e);
        }
        if (has(e, SSLException.class) && !isCut(e)) {
            throw encryption(subject, peer, e);
        }
        if (e instanceof ProtocolException) {
            throw subject.failure(peer + " does not speak HTTP")
                    .withHint(
                            "look at the port; a registry with encryption is written https://" + uri.getRawAuthority())
                    .causedBy(e);
        }
        return new PassingFailure(passing(subject, peer, e), Optional.empty());
    }

    private static ContainerizerException passing(Subject subject, String peer, IOException e) {
        if (e instanceof StalledException) {
            return subject.failure(peer + " is silent: " + e.getMessage())
                    .withHint("--fetcher_stall_timeout says how long to wait")
                    .causedBy(e);
        }
        if (e instanceof HttpConnectTimeoutException) {
            return subject.failure("no connection to " + peer + " in time")
                    .withHint("look at the address, firewalls and proxies on the way")
                    .causedBy(e);
        }
        if (e instanceof ConnectException) {
            String words = e.getMessage() == null ? "Connection refused" : e.getMessage();
            return subject.failure("no connection to " + peer + ": " + words)
                    .withHint("look whether a registry listens there")
                    .causedBy(e);
        }
        String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return subject.failure("the connection to " + peer + " broke: " + words).causedBy(e);
    }

    private static ContainerizerException encryption(Subject subject, String peer, IOException e) {
        String words = e.getMessage() == null ? "" : e.getMessage();
        if (words.contains("nrecognized SSL message")) {
            return subject.failure(peer + " answers without encryption")
                    .withHint("if that is meant, name it in --docker_registry_insecure, or write http:// in"
                            + " --docker_registry")
                    .causedBy(e);
        }
        boolean unknown = has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class);
        boolean late = has(e, CertificateExpiredException.class);
        if (unknown || has(e, CertificateException.class)) {
            String hint = unknown && !late
                    ? "if the registry has an authority of its own, give that one's certificate with --docker_registry_ca"
                    : "the registry needs another certificate";
            return subject.failure("the certificate of " + peer + " is not trusted: "
                            + deepest(e).getMessage())
                    .withHint(hint)
                    .causedBy(e);
        }
        if (words.contains("certificate_required") || words.contains("bad_certificate")) {
            return subject.failure(peer + " wants a certificate of this host (" + words + ")")
                    .withHint("give one with --docker_registry_client_certificate")
                    .causedBy(e);
        }
        return subject.failure("no encrypted connection to " + peer + ": " + words)
                .causedBy(e);
    }

    /** Ends of connections come wrapped as failures of the encryption, too. */
    private static boolean isCut(IOException e) {
        Throwable deepest = deepest(e);
        return !(deepest instanceof SSLException)
                && !has(e, CertificateException.class)
                && !has(e, CertPathBuilderException.class)
                && !has(e, CertPathValidatorException.class);
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable deepest(Throwable e) {
        Throwable deepest = e;
        for (Throwable t = e; t != null; t = t.getCause()) {
            deepest = t;
        }
        return deepest;
    }
}
