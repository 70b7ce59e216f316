package io.containerizer.cli;

/** Which build this is. */
final class Version {

    private Version() {}

    /** From the jar; classes that were never packed have none. */
    static String read() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
