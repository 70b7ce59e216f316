package io.containerizer.isolator.cgroups;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.HexFormat;

/**
 * The secondary handles that may be given out.
 *
 * @param first 16 bits, not 0
 * @param last 16 bits, the highest, itself included
 */
record NetClsRange(int first, int last) {

    static final NetClsRange ALL = new NetClsRange(1, 0xffff);

    /** @param text {@code lower,upper} */
    static NetClsRange parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2) {
            throw invalid(text, "it is not of the form LOWER,UPPER");
        }
        int first = parseHandle(parts[0]);
        int last = parseHandle(parts[1]);
        if (last < first) {
            throw invalid(text, "it is an empty set: the upper handle is below the lower one");
        }
        return new NetClsRange(first, last);
    }

    /** @param text a number of 16 bits other than 0, as {@code 0xAAAA} or decimal */
    static int parseHandle(String text) {
        boolean hexadecimal = text.startsWith("0x");
        String digits = hexadecimal ? text.substring(2) : text;
        try {
            int number = Integer.parseInt(digits, hexadecimal ? 16 : 10);
            if (number > 0 && number <= 0xffff && digits.chars().allMatch(HexFormat::isHexDigit)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(text, "it is no number from 1 to 65535 or from 0x1 to 0xffff");
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", "'" + text + "'", why);
    }
}
