package io.containerizer.agent.files;

/** Paths as clients write them. */
final class VirtualPath {

    private VirtualPath() {}

    /** With a slash at the beginning, none at the end, and single ones between. What {@code ..} means is up to the kernel. */
    static String normal(String path) {
        StringBuilder normal = new StringBuilder();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                normal.append('/').append(part);
            }
        }
        return normal.toString();
    }

    /** What of a path is below one that it begins with. */
    static String below(String prefix, String path) {
        return path.length() <= prefix.length() ? "" : path.substring(prefix.length() + 1);
    }
}
