package io.containerizer.image.registry;

import java.nio.file.Path;

/**
 * With what this host identifies to registries that ask for a certificate.
 *
 * @param chain PEM: the certificate, then those that vouch for it
 * @param key PEM: its private key in PKCS #8, not encrypted
 */
public record ClientCertificate(Path chain, Path key) {}
