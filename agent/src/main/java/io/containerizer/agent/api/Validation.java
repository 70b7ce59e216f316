package io.containerizer.agent.api;

import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.check.CallChecks;
import io.containerizer.protocol.mesos.agent.Call;
import java.util.regex.Pattern;

/** Refuses calls that make no sense, in the words that clients of Mesos know where it has such. */
final class Validation {

    private static final Pattern MISSING = Pattern.compile("('[^']+') is missing( or unknown)?(?=;|$)");
    private static final Pattern NO_ID = Pattern.compile("('[^']+') is no id: ");

    private Validation() {}

    static Call check(Call call) {
        try {
            CallChecks.check(call);
            return call;
        } catch (ContainerizerException e) {
            String told = NO_ID.matcher(e.reason()).replaceAll("$1 is invalid: ");
            throw new ApiFailure(
                    400,
                    "Failed to validate agent::Call: "
                            + MISSING.matcher(told).replaceAll("Expecting $1 to be present"));
        }
    }
}
