package io.containerizer.agent.http;

/** What a TLS listener wants of the certificates of its clients. */
public enum ClientCertificates {
    NONE,
    /** A client may show one; a wrong one is refused. */
    WANTED,
    REQUIRED
}
