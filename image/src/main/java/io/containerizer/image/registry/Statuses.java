package io.containerizer.image.registry;

/** What the numbers of HTTP mean here. */
final class Statuses {

    private Statuses() {}

    /** Whether a later try may have another answer. */
    static boolean mayPass(int status) {
        return status == 408 || status == 429 || status >= 500 && status != 501 && status != 505;
    }

    static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** With its name, where that helps. */
    static String text(int status) {
        String name = switch (status) {
            case 400 -> " Bad Request";
            case 401 -> " Unauthorized";
            case 403 -> " Forbidden";
            case 404 -> " Not Found";
            case 405 -> " Method Not Allowed";
            case 416 -> " Range Not Satisfiable";
            case 429 -> " Too Many Requests";
            case 500 -> " Internal Server Error";
            case 502 -> " Bad Gateway";
            case 503 -> " Service Unavailable";
            case 504 -> " Gateway Timeout";
            default -> "";
        };
        return status + name;
    }
}
