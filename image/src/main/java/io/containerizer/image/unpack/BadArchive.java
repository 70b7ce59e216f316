package io.containerizer.image.unpack;

/** What is wrong with an archive, said by those who do not know which entry they are working for. */
final class BadArchive extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    BadArchive(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
