package io.containerizer.cli;

import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerizerException;

/** Amounts in the values of options. */
final class Amounts {

    private Amounts() {}

    /** @param text the value, or the part of it that is an amount */
    static Bytes bytes(Arguments arguments, Option option, String text) {
        try {
            return Bytes.parse(text);
        } catch (ContainerizerException e) {
            throw arguments.usage(option.name() + " is '" + text + "': " + e.reason()
                    + e.hint().map(h -> "; " + h).orElse(""));
        }
    }
}
