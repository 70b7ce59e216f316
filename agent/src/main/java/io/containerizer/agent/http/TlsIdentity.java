package io.containerizer.agent.http;

import java.nio.file.Path;
import java.util.Optional;

/** Where a TLS listener has its key and certificate from, and whose client certificates it trusts. */
public sealed interface TlsIdentity {

    /** A file of certificates that those of clients must come from; without it, those that the JVM trusts. */
    Optional<Path> authorities();

    /**
     * Two PEM files.
     *
     * @param certificates the server's, then those that lead to its authority
     * @param key in PKCS #8, not encrypted
     */
    record Pem(Path certificates, Path key, Optional<Path> authorities) implements TlsIdentity {}

    /** A keystore, in PKCS #12 or Java's own form. */
    record Keystore(Path file, String password, Optional<Path> authorities) implements TlsIdentity {

        /** Without the password. */
        @Override
        public String toString() {
            return "Keystore[" + file + "]";
        }
    }
}
