package io.containerizer.image.unpack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a file was changed, as the kernel counts: before 1970 the seconds are below 0, the nanoseconds never.
 */
record FileTime(long seconds, int nanos) {

    private static final Pattern FORM = Pattern.compile("(-?)([0-9]{1,18})(?:\\.([0-9]*))?");
    private static final int BILLION = 1_000_000_000;

    /** Seconds with as many decimals as one likes; those behind the ninth do not count. */
    static FileTime parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadArchive("its time of change is no number");
        }
        long seconds = Long.parseLong(form.group(2));
        String decimals = form.group(3) == null ? "" : form.group(3);
        int nanos = Integer.parseInt((decimals + "000000000").substring(0, 9));
        if (form.group(1).isEmpty()) {
            return new FileTime(seconds, nanos);
        }
        return nanos == 0 ? new FileTime(-seconds, 0) : new FileTime(-seconds - 1, BILLION - nanos);
    }
}
